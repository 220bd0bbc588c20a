# language: cy-GB
Arwedd: Taliadau caledi yn Northbridge, yn Gymraeg
  Mae enwau'r cynllun yn aros fel y maent; y brawddegau sydd yn Gymraeg. Enghraifft yw'r cyngor a'r lle.

  Cefndir:
    Anrhegedig a y cynllun neighbourhood-support
    A mae'n 2 Mai 2026 am 10:15
    A mae support_worker o northbridge-council yn gofyn
    A y penderfyniad yw hardship_payment
    A mae decision.amount yn £120.00
    A mae person.consent yn ie
    A mae decision.other_help_tried yn ie
    A ni phenderfynwyd dim o'r blaen

  Scenario Amlinellol: Pwy sydd i benderfynu, i'r geiniog
    Anrhegedig a mae decision.amount yn <swm>
    Pryd y gofynnir y cwestiwn
    Yna y lefel yw <lefel>
    A <pwy> sydd i benderfynu

    Enghreifftiau:
      | swm      | lefel      | pwy             |
      | 0.01     | gweithredu | support_worker  |
      | 500.00   | gweithredu | support_worker  |
      | 500.01   | cyfeirio   | service_manager |
      | 2,000.00 | cyfeirio   | service_manager |

  Scenario: Heb gytundeb y person nid yw'n mynd yn ei flaen
    Anrhegedig a mae person.consent yn na
    Pryd y gofynnir y cwestiwn
    Yna y lefel yw atal
    A mae'r rheol "consent" ymhlith y rhesymau
    A y llwybr yw "ask the person first"
    Ond ni chânt weithredu

  Scenario: Mae angen gwybod a yw'r person yn cytuno
    Anrhegedig a nid yw person.consent yn hysbys
    Pryd y gofynnir y cwestiwn
    Yna ni chânt weithredu eto
    A y cyfan sydd ei angen yw person.consent
    A gallai mwy o ffeithiau newid yr ateb

  Scenario Amlinellol: Gall enghraifft adael ffaith yn agored
    Anrhegedig a y ffeithiau hyn
      | person.consent | <cytundeb> |
    Pryd y gofynnir y cwestiwn
    Yna y lefel yw <lefel>

    Enghreifftiau:
      | cytundeb | lefel      |
      | ie       | gweithredu |
      | na       | atal       |
      | anhysbys | cyfeirio   |

  Scenario: Ychwanegir taliadau cynharach o fewn naw deg diwrnod at ei gilydd
    Anrhegedig a mae decision.amount yn 500.00
    A penderfynasant hardship_payment o 2,000 ar gyfer yr un person ar 2 Chwefror 2026
    Pryd y gofynnir y cwestiwn
    Yna y lefel yw gweithredu
    A mae'r ddyletswydd "hardship-worker/tell-landlord" yn ddyledus ar ôl y weithred, o fewn P2D, i harbour-housing
    Anrhegedig a penderfynodd rhywun arall hardship_payment o 0.01 ar gyfer yr un person ar 1 Mai 2026
    Pryd y gofynnir y cwestiwn eto
    Yna y lefel yw cytuno
    A mae ail team_manager yn cytuno yn gyntaf

  Scenario: Y diwrnod cyn i'r cynllun ddechrau nid oes rheolau
    Anrhegedig a mae'n 31 Mawrth 2026
    Yna ni ellir ei ofyn: "no-version-in-force"
