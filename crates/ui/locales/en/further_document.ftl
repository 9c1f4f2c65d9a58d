### Further documents in the profile

documents-title = Documents
documents-lead = Documents you may add, so that services can take their numbers from here. They are not needed for a Standard account and nobody sees them but you.
documents-none = You have not added any documents yet.
documents-add = Add a document
documents-remove = Remove
documents-save = Add
documents-expired = Expired
documents-issued-optional = Date of issue (optional)
documents-expires-optional = Valid until (optional)

further-document-inn = Taxpayer number (INN)
further-document-inn-hint = 12 digits, for example 500100732259
further-document-driving_licence = Driving licence
further-document-driving_licence-hint = Four characters and six digits, for example 77 14 123456
further-document-vehicle_certificate = Vehicle registration certificate
further-document-vehicle_certificate-hint = For example 77 УВ 123456
further-document-travel_passport = Passport for travel abroad
further-document-travel_passport-hint = Nine digits, for example 75 1234567
further-document-medical_policy = Medical insurance policy
further-document-medical_policy-hint = 16 digits
further-document-birth_certificate = Birth certificate
further-document-birth_certificate-hint = For example II-МЮ 123456
further-document-military_id = Military ID
further-document-military_id-hint = Two letters and seven digits, for example АН 1234567

field-document-known = This document is in the list already
refusal-documents-too-many = There are too many documents in the list. Remove one you no longer need
notice-document-added = The document has been added.
notice-document-removed = The document has been removed.
audit-document-added = A document was added to the profile
audit-document-removed = A document was removed from the profile
