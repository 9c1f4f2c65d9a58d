### Service catalogue

service-catalog-lead = You can read the descriptions without logging in. Each service says which account it needs.
service-categories = Parts of the catalogue
service-body = Provided by
service-category = Part of
service-needs = What it needs
service-signature = and an electronic signature
service-order-title = How to get this service
service-sign-in = To order the service, log in to your account. Afterwards you will be back on this page.
service-order = Order the service
service-no-account = No account yet? It is free.
service-level-needed = { $level ->
    [standard] This service needs a Standard account
    [confirmed] This service needs a Confirmed account
   *[simplified] This service needs a Simplified account
}
service-excluded-registered_letter = An identity confirmed only by registered letter is not enough for this service: confirm it in another way as well.
service-open-title = Your account is sufficient
service-external = This service is provided on a site of its own: { $body }. Logging in there with the portal's account is not open yet.
service-not-here-yet = The portal does not take applications for this service yet. Please go there directly: { $body }. When applications open, the button will appear here.
service-support-title = Ask a question
service-support-text = We also answer those who have no account yet.

service-method-title = Another way of confirmation is needed
service-method-text = Your identity is confirmed only by registered letter, and that is not enough for this service. Confirm it in any other way, and the service opens.
service-method-action = Confirm in another way
