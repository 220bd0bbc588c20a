"""XML without entities, document types or the network: bytes to elements, or one problem with its line."""

from lxml import etree

from govengine.errors import GovengineError, Problem

LARGEST = 10_000_000
"""Bytes of one file: twenty times the largest model of the TCK."""


class ModelError(GovengineError):
    """A DMN model, or cases for one, cannot be read. Every problem has its file and line."""


def refusal(code: str, place: str, message: str, what_to_do: str) -> ModelError:
    """The error that carries one problem."""
    return ModelError([Problem(code, message, what_to_do, place)])


def root_of(data: bytes, file: str) -> etree._Element:
    """The outermost element of a file. Raises ModelError."""
    if len(data) > LARGEST:
        message = f"This file has more than {LARGEST:,} bytes."
        raise refusal("file-too-large", f"{file}:1:1", message, "Split the model.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = "This is not XML that can be read."
        raise refusal(
            "xml",
            f"{file}:{max(line, 1)}:{max(column, 1)}",
            message,
            "Export the model again from its editor.",
        ) from error
    except ValueError as error:
        raise refusal(
            "xml", f"{file}:1:1", f"This is not XML: {error}.", "Export the model again."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        message = "The file declares a document type, which may hold entities."
        raise refusal("xml-doctype", f"{file}:1:1", message, "Remove the line that begins with <!DOCTYPE.")
    return root
