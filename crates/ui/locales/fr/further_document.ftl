### Autres documents du profil

documents-title = Documents
documents-lead = Des documents que vous pouvez ajouter pour que les services y prennent leurs numéros. Ils ne sont pas nécessaires pour un compte standard et personne d’autre que vous ne les voit.
documents-none = Vous n’avez encore ajouté aucun document.
documents-add = Ajouter un document
documents-remove = Supprimer
documents-save = Ajouter
documents-expired = Expiré
documents-issued-optional = Date de délivrance (facultatif)
documents-expires-optional = Valable jusqu’au (facultatif)

further-document-inn = Numéro fiscal (INN)
further-document-inn-hint = 12 chiffres, par exemple 500100732259
further-document-driving_licence = Permis de conduire
further-document-driving_licence-hint = Quatre caractères et six chiffres, par exemple 77 14 123456
further-document-vehicle_certificate = Certificat d’immatriculation
further-document-vehicle_certificate-hint = Par exemple 77 УВ 123456
further-document-travel_passport = Passeport pour l’étranger
further-document-travel_passport-hint = Neuf chiffres, par exemple 75 1234567
further-document-medical_policy = Police d’assurance maladie
further-document-medical_policy-hint = 16 chiffres
further-document-birth_certificate = Acte de naissance
further-document-birth_certificate-hint = Par exemple II-МЮ 123456
further-document-military_id = Livret militaire
further-document-military_id-hint = Deux lettres et sept chiffres, par exemple АН 1234567

field-document-known = Ce document est déjà dans la liste
refusal-documents-too-many = Il y a trop de documents dans la liste. Supprimez celui dont vous n’avez plus besoin
notice-document-added = Le document a été ajouté.
notice-document-removed = Le document a été supprimé.
audit-document-added = Un document a été ajouté au profil
audit-document-removed = Un document a été supprimé du profil
