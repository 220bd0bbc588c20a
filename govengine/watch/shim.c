/* durable_rules 2.0.28 asks for PyEval_CallObject, which Python 3.13 no longer has, and fails at import.
 * Loaded with RTLD_GLOBAL before that import, this gives it the symbol. No Python headers are needed.
 *
 * It is there to be found, not to be called: only the engine's storage callbacks call it, and we set none.
 * (Built for 3.13 the engine does not know its prototype and would cut the pointer it returns to an int.) */

extern void *PyObject_CallObject(void *callable, void *arguments);

__attribute__((visibility("default"))) void *PyEval_CallObject(void *callable, void *arguments)
{
    return PyObject_CallObject(callable, arguments);
}
