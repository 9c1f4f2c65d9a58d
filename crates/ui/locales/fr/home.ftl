### Page d'accueil

home-title = Les services publics à un seul guichet
home-lead = Un compte unique pour les demandes, les attestations, les rendez-vous et les paiements. De chez vous, sans file d'attente, à toute heure.
home-free = L'inscription et le compte sont gratuits.
home-popular-title = Services les plus demandés
home-all-services = Tous les services
home-needs-nothing = Sans connexion

home-gives-title = Ce que le compte vous apporte
home-gives-one-title = Un mot de passe pour tous les sites
home-gives-one-text = Il ouvre le portail et les sites des administrations reliés au système d'identité.
home-gives-data-title = Des données saisies une seule fois
home-gives-data-text = Vos documents sont conservés dans l'espace personnel et remplissent d'eux-mêmes les demandes. Vous pouvez les corriger à tout moment.
home-gives-control-title = Vous gardez la main
home-gives-control-text = Le journal des actions montre qui a consulté vos données et quand. Un consentement donné à un site peut être retiré.

home-levels-title = Trois niveaux de compte
home-levels-lead = Vous pouvez commencer simplement. Mieux vos données sont confirmées, plus de services vous sont ouverts.
home-level-simplified-need = Il faut un nom, un prénom et un téléphone ou une adresse électronique
home-level-simplified-opens = Descriptions des services, demandes d'assistance, amendes par plaque d'immatriculation, dettes judiciaires.
home-level-standard-need = Il faut un passeport et un SNILS, vérifiés dans les registres de l'État
home-level-standard-opens = Rendez-vous chez le médecin et dans les administrations, demandes, extraits, amendes par permis de conduire.
home-level-confirmed-need = Il faut confirmer une fois votre identité : dans un centre de service, par lettre recommandée, par signature électronique ou par une banque en ligne
home-level-confirmed-opens = Tous les services : passeports, enregistrement du domicile, impôts, file d'attente en maternelle.

home-help-title = Besoin d'aide ?
home-help-text = Chaque étape de l'inscription et de la confirmation d'identité est décrite simplement. La lecture ne demande pas de connexion.
home-help-steps = L'aide pas à pas
home-help-centers = Trouver un centre de service
