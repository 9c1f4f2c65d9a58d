//! The words of the clinic's pages in three languages.

use super::fault::Fault;
use crate::language::words;

words! {
    notice: "Стенд: такой поликлиники не существует, все данные вымышлены.", "Test bench: there is no such clinic, everything here is invented.", "Banc d'essai : cette clinique n'existe pas, tout y est inventé.";
    title: "Поликлиника «Подорожник»", "The Plantain clinic", "Clinique « Le Plantain »";
    lead: "Здесь можно записаться к врачу.", "Book an appointment with a doctor here.", "Prenez ici rendez-vous avec un médecin.";
    needs: "Для записи подойдёт любая учётная запись, для медицинской карты нужна подтверждённая.", "Any account will do for an appointment; your medical record takes a confirmed one.", "N'importe quel compte convient pour un rendez-vous ; le dossier médical demande un compte confirmé.";
    sign_in: "Войти через портал", "Sign in with the portal", "Se connecter avec le portail";
    hello: "Здравствуйте", "Hello", "Bonjour";
    sign_out: "Выйти везде", "Sign out everywhere", "Se déconnecter partout";
    leave: "Выйти только здесь", "Sign out here only", "Se déconnecter d'ici seulement";
    signed_out: "Вы вышли.", "You have signed out.", "Vous êtes déconnecté.";
    ended: "Портал больше не сообщает о вас этому сайту: вы вышли на портале или на другом сайте, отозвали доступ, или прошёл час. Войдите заново.", "The portal no longer tells this site about you: you signed out on the portal or at another site, withdrew the access, or an hour has passed. Sign in again.", "Le portail ne dit plus rien de vous à ce site : vous vous êtes déconnecté du portail ou d'un autre site, vous avez retiré l'accès, ou une heure a passé. Reconnectez-vous.";
    account: "Ваша запись", "Your appointment", "Votre rendez-vous";
    appointment: "Приём", "Appointment", "Rendez-vous";
    doctor: "терапевт, четверг, 9:20, кабинет 12", "general practitioner, Thursday, 9:20, room 12", "médecin généraliste, jeudi, 9 h 20, salle 12";
    level: "Учётная запись", "Account", "Compte";
    confirmed: "подтверждённая", "confirmed", "confirmé";
    not_confirmed: "не подтверждённая", "not confirmed", "non confirmé";
    birth_date: "Дата рождения", "Date of birth", "Date de naissance";
    snils: "СНИЛС", "SNILS", "SNILS";
    phone: "Телефон", "Phone", "Téléphone";
    email: "Электронная почта", "E-mail", "Adresse électronique";
    not_told: "не передано", "not passed on", "non transmis";
    open_record: "Открыть медицинскую карту", "Open the medical record", "Ouvrir le dossier médical";
    record_why: "Для этого нужна подтверждённая учётная запись.", "This takes a confirmed account.", "Cela demande un compte confirmé.";
    record_open: "Медицинская карта открыта: прививки сделаны, жалоб нет.", "Your medical record is open: vaccinations complete, no complaints.", "Votre dossier médical est ouvert : vaccins à jour, aucune plainte.";
    passed_on: "Что передал портал", "What the portal passed on", "Ce que le portail a transmis";
    not_in: "Войти не получилось", "The sign-in did not work", "La connexion n'a pas abouti";
    again: "Вернуться и попробовать ещё раз", "Go back and try again", "Revenir et réessayer";
    code: "Код ошибки:", "Error code:", "Code d'erreur :";
    fault_denied: "Портал не передал ваши данные: вы отказались, или учётная запись этому сайту не подходит.", "The portal did not pass your data on: you refused, or this site does not take your account.", "Le portail n'a pas transmis vos données : vous avez refusé, ou ce site n'accepte pas votre compte.";
    fault_level: "Медицинская карта открывается только для подтверждённой учётной записи. Подтвердить личность можно на портале.", "The medical record opens for a confirmed account only. You can confirm your identity on the portal.", "Le dossier médical ne s'ouvre qu'avec un compte confirmé. Vous pouvez confirmer votre identité sur le portail.";
    fault_told: "Портал не принял просьбу этого сайта.", "The portal did not accept this site's request.", "Le portail n'a pas accepté la demande de ce site.";
    fault_busy: "Портал сейчас не отвечает. Попробуйте через несколько минут.", "The portal does not answer at the moment. Try again in a few minutes.", "Le portail ne répond pas pour le moment. Réessayez dans quelques minutes.";
    fault_not_asked: "Этот вход начат не здесь, или время вышло. Начните заново.", "This sign-in was not begun here, or its time is up. Start again.", "Cette connexion n'a pas commencé ici, ou le délai est dépassé. Recommencez.";
    fault_unsound: "Ответ портала не прошёл проверку, поэтому сайт его не принял.", "The portal's answer did not pass the checks, so this site did not take it.", "La réponse du portail n'a pas passé les contrôles : le site l'a refusée.";
    fault_no_portal: "Сайту не сказали, где портал.", "This site was not told where the portal is.", "On n'a pas indiqué à ce site où est le portail.";
    fault_own: "Сайт не нашёл своего ключа.", "This site did not find its key.", "Ce site n'a pas trouvé sa clé.";
}

impl Words {
    /// Why nobody was signed in.
    pub(super) fn fault(&self, fault: &Fault) -> &'static str {
        match fault {
            Fault::NoPortal => self.fault_no_portal,
            Fault::Unreachable(_) => self.fault_busy,
            Fault::NotAsked => self.fault_not_asked,
            Fault::Unsound(_) => self.fault_unsound,
            Fault::Own(_) => self.fault_own,
            Fault::Told(code) => match code.as_str() {
                "ESIA-007004" => self.fault_denied,
                "ESIA-007055" => self.fault_level,
                "ESIA-007007" | "ESIA-007008" => self.fault_busy,
                _ => self.fault_told,
            },
        }
    }
}
