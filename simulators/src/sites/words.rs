//! The words of the sites' pages in three languages.

use super::{SiteName, fault::Fault};
use crate::language::words;

words! {
    notice: "Стенд: такого сайта не существует, все данные вымышлены.", "Test bench: there is no such site, everything on it is invented.", "Banc d'essai : ce site n'existe pas, tout y est inventé.";
    pension_title: "Пенсионный фонд", "Pension Fund", "Caisse de retraite";
    pension_lead: "Здесь можно узнать, что накоплено на вашем пенсионном счёте.", "See what has been saved in your pension account.", "Consultez ce qui figure sur votre compte de retraite.";
    pension_needs: "Для входа нужна подтверждённая учётная запись.", "You need a confirmed account to sign in.", "Il faut un compte confirmé pour se connecter.";
    tax_title: "Налоговая служба", "Tax service", "Service des impôts";
    tax_lead: "Здесь видно, какие налоги нужно заплатить.", "See which taxes you have to pay.", "Consultez les impôts que vous devez payer.";
    tax_needs: "Для входа нужна подтверждённая учётная запись. Подтверждения одним только заказным письмом недостаточно.", "You need a confirmed account to sign in. Confirmation by registered letter alone is not enough.", "Il faut un compte confirmé pour se connecter. Une confirmation par lettre recommandée seule ne suffit pas.";
    shop_title: "Магазин «Самовар»", "The Samovar shop", "Magasin « Le Samovar »";
    shop_lead: "Самовары, чай и варенье с доставкой на дом.", "Samovars, tea and jam, delivered to your door.", "Samovars, thé et confitures livrés chez vous.";
    shop_needs: "Для входа подойдёт любая учётная запись.", "Any account will do to sign in.", "N'importe quel compte convient pour se connecter.";
    sign_in: "Войти через Окно", "Sign in with Okno", "Se connecter avec Okno";
    hello: "Здравствуйте", "Hello", "Bonjour";
    sign_out: "Выйти везде", "Sign out everywhere", "Se déconnecter partout";
    leave: "Выйти только здесь", "Sign out here only", "Se déconnecter d'ici seulement";
    signed_out: "Вы вышли.", "You have signed out.", "Vous êtes déconnecté.";
    ended_elsewhere: "Вы вышли на портале или на другом сайте, поэтому сеанс закончен и здесь.", "You signed out on the portal or at another site, so your session here has ended too.", "Vous vous êtes déconnecté du portail ou d'un autre site : votre session est terminée ici aussi.";
    account: "Ваши данные", "Your account", "Votre compte";
    passed_on: "Что передал портал", "What the portal passed on", "Ce que le portail a transmis";
    not_told: "не передано", "not passed on", "non transmis";
    snils: "СНИЛС", "SNILS", "SNILS";
    points: "Пенсионных баллов", "Pension points", "Points de retraite";
    service: "Лет стажа", "Years of service", "Années de service";
    pension: "Пенсия в месяц", "Pension per month", "Pension par mois";
    payout: "Изменить, куда переводить пенсию", "Change where the pension is paid", "Changer le compte de versement";
    payout_why: "Для этого нужен вход с двумя факторами.", "This takes a sign-in with two factors.", "Cela demande une connexion à deux facteurs.";
    payout_open: "Вход с двумя факторами выполнен: счёт для пенсии можно изменить.", "You signed in with two factors: you can change where the pension is paid.", "Connexion à deux facteurs réussie : vous pouvez changer le compte de versement.";
    inn: "ИНН", "INN", "INN";
    transport_tax: "Транспортный налог", "Vehicle tax", "Taxe sur les véhicules";
    property_tax: "Налог на имущество", "Property tax", "Taxe foncière";
    delivery_phone: "Телефон для доставки", "Phone for the delivery", "Téléphone pour la livraison";
    receipt_email: "Почта для чека", "E-mail for the receipt", "Adresse pour le reçu";
    basket: "В корзине", "In your basket", "Dans votre panier";
    samovar: "самовар, 3 литра", "a samovar, 3 litres", "un samovar, 3 litres";
    not_in: "Войти не получилось", "The sign-in did not work", "La connexion n'a pas abouti";
    again: "Попробовать ещё раз", "Try again", "Réessayer";
    code: "Код ошибки:", "Error code:", "Code d'erreur :";
    fault_denied: "Портал не передал ваши данные: вы отказались, или учётная запись этому сайту не подходит.", "The portal did not pass your data on: you refused, or this site does not take your account.", "Le portail n'a pas transmis vos données : vous avez refusé, ou ce site n'accepte pas votre compte.";
    fault_level: "Учётной записи или способа входа этому сайту недостаточно. На портале написано, что нужно сделать.", "Your account or your way of signing in is not enough for this site. The portal says what to do.", "Votre compte ou votre mode de connexion ne suffit pas pour ce site. Le portail indique ce qu'il faut faire.";
    fault_told: "Портал не принял просьбу этого сайта.", "The portal did not accept this site's request.", "Le portail n'a pas accepté la demande de ce site.";
    fault_busy: "Портал сейчас не отвечает. Попробуйте через несколько минут.", "The portal does not answer at the moment. Try again in a few minutes.", "Le portail ne répond pas pour le moment. Réessayez dans quelques minutes.";
    fault_not_asked: "Этот вход начат не здесь, или время вышло. Начните заново.", "This sign-in was not begun here, or its time is up. Start again.", "Cette connexion n'a pas commencé ici, ou le délai est dépassé. Recommencez.";
    fault_unsound: "Ответ портала не прошёл проверку, поэтому сайт его не принял.", "The portal's answer did not pass the checks, so this site did not take it.", "La réponse du portail n'a pas passé les contrôles : le site l'a refusée.";
    fault_no_portal: "Сайту не сказали, где портал.", "This site was not told where the portal is.", "On n'a pas indiqué à ce site où est le portail.";
}

impl Words {
    /// What the site calls itself.
    pub(super) const fn title(&self, site: SiteName) -> &'static str {
        match site {
            SiteName::Pension => self.pension_title,
            SiteName::Tax => self.tax_title,
            SiteName::Shop => self.shop_title,
        }
    }

    /// What it is for.
    pub(super) const fn lead(&self, site: SiteName) -> &'static str {
        match site {
            SiteName::Pension => self.pension_lead,
            SiteName::Tax => self.tax_lead,
            SiteName::Shop => self.shop_lead,
        }
    }

    /// Which accounts it takes.
    pub(super) const fn needs(&self, site: SiteName) -> &'static str {
        match site {
            SiteName::Pension => self.pension_needs,
            SiteName::Tax => self.tax_needs,
            SiteName::Shop => self.shop_needs,
        }
    }

    /// Why nobody was signed in.
    pub(super) fn fault(&self, fault: &Fault) -> &'static str {
        match fault {
            Fault::NoPortal => self.fault_no_portal,
            Fault::Unreachable(_) => self.fault_busy,
            Fault::NotAsked => self.fault_not_asked,
            Fault::Unsound(_) => self.fault_unsound,
            Fault::Told { code } => match code.as_str() {
                "access_denied" | "consent_required" | "interaction_required" => self.fault_denied,
                "unmet_authentication_requirements" | "login_required" => self.fault_level,
                "temporarily_unavailable" | "server_error" => self.fault_busy,
                _ => self.fault_told,
            },
        }
    }
}
