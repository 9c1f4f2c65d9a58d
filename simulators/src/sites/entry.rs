//! What a site says of itself to whoever enters it at the portal: the file that `okno admin sites add` takes.

use serde_json::{Map, Value, json};

use super::{Site, SiteName};

/// The tax site's secret at the portal.
pub(super) const TAX_SECRET: &str = "okno-demo-tax-service-secret-0123456789";

impl Site {
    /// The entry.
    pub fn entry(&self) -> Value {
        let mut entry = json!({
            "client_id": self.name.client_id(),
            // Addresses on the developer's own machine are for sites under test.
            "stage": "test",
            "profile": if self.name == SiteName::Pension { "fapi2_security" } else { "plain" },
            "metadata": self.metadata(),
            "rule": self.rule(),
        });
        if self.name == SiteName::Tax
            && let Some(members) = entry.as_object_mut()
        {
            members.insert("secret".to_owned(), TAX_SECRET.into());
        }
        entry
    }

    fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.url);
        let [ru, en, fr] = match self.name {
            SiteName::Pension => ["Сайт Пенсионного фонда", "The Pension Fund's site", "Site de la Caisse de retraite"],
            SiteName::Tax => ["Сайт налоговой службы", "The tax service's site", "Site du service des impôts"],
            SiteName::Shop => ["Магазин «Самовар»", "The Samovar shop", "Magasin « Le Samovar »"],
        };
        let mut all = json!({
            "client_name": en, "client_name#ru": ru, "client_name#en": en, "client_name#fr": fr,
            "client_uri": at("/"),
            "redirect_uris": [at("/callback")],
            "post_logout_redirect_uris": [at("/signed-out")],
            "backchannel_logout_uri": at("/backchannel-logout"),
            "backchannel_logout_session_required": true,
            "initiate_login_uri": at("/sign-in"),
        });
        let Some(members) = all.as_object_mut() else { return all };
        let own = match self.name {
            SiteName::Pension => json!({
                "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_signing_alg": "EdDSA",
                "jwks": { "keys": self.proof.public().into_iter().collect::<Vec<_>>() },
                "require_pushed_authorization_requests": true,
                "dpop_bound_access_tokens": true,
                "id_token_signed_response_alg": "EdDSA",
            }),
            SiteName::Tax => json!({
                "token_endpoint_auth_method": "client_secret_post",
                "id_token_signed_response_alg": "ES256",
            }),
            SiteName::Shop => json!({ "token_endpoint_auth_method": "none", "subject_type": "pairwise" }),
        };
        members.extend(own.as_object().cloned().unwrap_or_default());
        all
    }

    fn rule(&self) -> Value {
        let purposes: Map<String, Value> =
            self.name.scopes().iter().map(|scope| ((*scope).to_owned(), purpose(scope))).collect();
        match self.name {
            SiteName::Pension => json!({ "least_level": "confirmed", "scopes": purposes }),
            SiteName::Tax => json!({
                "least_level": "confirmed", "excluded_methods": ["registered_letter"], "scopes": purposes,
            }),
            SiteName::Shop => json!({ "least_level": "simplified", "scopes": purposes }),
        }
    }
}

/// Why a site asks for it, as the person reads on the portal.
fn purpose(scope: &str) -> Value {
    let [ru, en, fr] = match scope {
        "snils" => {
            ["Чтобы найти ваш пенсионный счёт", "To find your pension account", "Pour trouver votre compte de retraite"]
        }
        "inn" => ["Чтобы найти ваши налоги", "To find your taxes", "Pour trouver vos impôts"],
        "birthdate" => [
            "Чтобы не спутать вас с однофамильцем",
            "To tell you from others of your name",
            "Pour vous distinguer d'un homonyme",
        ],
        "level" => [
            "Чтобы знать, как подтверждена личность",
            "To know how your identity was confirmed",
            "Pour savoir comment votre identité a été confirmée",
        ],
        "phone" => ["Чтобы сообщить о доставке", "To tell you of the delivery", "Pour vous prévenir de la livraison"],
        "email" => ["Чтобы прислать чек", "To send you the receipt", "Pour vous envoyer le reçu"],
        _ => ["Чтобы обращаться к вам по имени", "To address you by name", "Pour vous appeler par votre nom"],
    };
    json!({ "ru": ru, "en": en, "fr": fr })
}
