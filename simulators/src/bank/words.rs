//! The words of the banks' pages in three languages.

use super::BankName;
use crate::language::words;

words! {
    notice: "Стенд: этого банка не существует, клиенты вымышлены.", "Test bench: there is no such bank, its clients are invented.", "Banc d'essai : cette banque n'existe pas, ses clients sont inventés.";
    login_title: "Вход в онлайн-банк", "Log in to online banking", "Connexion à la banque en ligne";
    login_lead: "Портал Окно просит подтвердить, что вы наш клиент.", "The Okno portal asks us to confirm that you are our client.", "Le portail Okno nous demande de confirmer que vous êtes notre client.";
    login: "Логин в банке", "Bank login", "Identifiant bancaire";
    password: "Пароль в банке", "Bank password", "Mot de passe bancaire";
    enter: "Войти", "Log in", "Se connecter";
    refuse: "Отказаться", "Refuse", "Refuser";
    wrong: "Такого клиента нет или пароль неверный.", "There is no such client, or the password is wrong.", "Client inconnu ou mot de passe erroné.";
    grant_title: "Передать данные порталу?", "Pass your data to the portal?", "Transmettre vos données au portail ?";
    grant_lead: "Банк сообщит порталу ваши фамилию, имя, отчество, дату рождения, СНИЛС и номер паспорта. Больше ничего.", "The bank will tell the portal your surname, first name, patronymic, date of birth, SNILS and passport number. Nothing else.", "La banque communiquera au portail vos nom, prénom, patronyme, date de naissance, SNILS et numéro de passeport. Rien d'autre.";
    profile: "СНИЛС профиля на портале", "SNILS of your portal profile", "SNILS de votre profil sur le portail";
    grant: "Разрешить доступ", "Grant access", "Autoriser l'accès";
    broken: "Запрос портала не понят", "The portal's request is not understood", "La demande du portail est incompréhensible";
    over: "Время вышло. Вернитесь на портал и начните заново.", "Time is up. Go back to the portal and start again.", "Le temps est écoulé. Revenez sur le portail et recommencez.";
    blue_bridge: "Банк «Синий мост»", "Blue Bridge Bank", "Banque du Pont bleu";
    rowan: "Банк «Рябина»", "Rowan Bank", "Banque du Sorbier";
}

impl Words {
    /// What the bank calls itself.
    pub(super) const fn bank(&self, name: BankName) -> &'static str {
        match name {
            BankName::BlueBridge => self.blue_bridge,
            BankName::Rowan => self.rowan,
        }
    }
}
