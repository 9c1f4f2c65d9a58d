### Main page

home-title = Public services through one window
home-lead = One account for applications, certificates, appointments and payments. From home, without queues, at any time.
home-free = Registration and the account are free of charge.
home-popular-title = Popular services
home-all-services = All services
home-needs-nothing = No login needed

home-gives-title = What the account gives you
home-gives-one-title = One password for all sites
home-gives-one-text = It lets you into the portal and the sites of government bodies that are connected to the identity system.
home-gives-data-title = Data are entered once
home-gives-data-text = Your documents are kept in the personal account and fill in applications by themselves. You can correct them at any time.
home-gives-control-title = You stay in control
home-gives-control-text = The action log shows who looked at your data and when. A consent given to a site can be revoked.

home-levels-title = Three levels of the account
home-levels-lead = You can start small. The better your data are confirmed, the more services are open to you.
home-level-simplified-need = Needs a surname, a first name, and a phone number or an e-mail address
home-level-simplified-opens = Descriptions of services, support requests, fines by vehicle plate, court debts.
home-level-standard-need = Needs a passport and a SNILS, which are verified in the state registries
home-level-standard-opens = Appointments with doctors and authorities, applications, extracts, fines by driving licence.
home-level-confirmed-need = Needs one identity confirmation: at a service centre, by registered letter, by electronic signature or through an online bank
home-level-confirmed-opens = All services: passports, registration of residence, taxes, the kindergarten queue.

home-help-title = Do you need help?
home-help-text = Each step of registration and identity confirmation is described in plain words. You can read it without logging in.
home-help-steps = Help step by step
home-help-centers = Find a service centre
