//! The words of the pages in three languages. A table is enough here: these pages belong to a tool, not to the product.

use crate::{language::words, population::Person};

words! {
    title: "Телефон и почта", "Phone and mail", "Téléphone et courrier";
    notice: "Стенд: здесь приходит всё, что Окно отправляет людям. Люди вымышлены.", "Test bench: whatever Okno sends to people arrives here. The people are invented.", "Banc d'essai : tout ce qu'Okno envoie arrive ici. Les personnes sont inventées.";
    nav_messages: "Сообщения", "Messages", "Messages";
    nav_persons: "Люди", "People", "Personnes";
    nav_switches: "Переключатели", "Switches", "Interrupteurs";
    phones: "Телефоны", "Phones", "Téléphones";
    mailboxes: "Почта", "Mailboxes", "Courrier";
    no_sms: "Сообщений пока нет. Они появятся сами.", "No messages yet. They will appear by themselves.", "Pas encore de messages. Ils apparaîtront d'eux-mêmes.";
    no_mail: "Писем пока нет. Они появятся сами.", "No letters yet. They will appear by themselves.", "Pas encore de lettres. Elles apparaîtront d'elles-mêmes.";
    reload: "Обновить", "Reload", "Actualiser";
    clear: "Очистить всё", "Clear everything", "Tout effacer";
    show_all: "Показать всё", "Show everything", "Tout afficher";
    from: "От", "From", "De";
    to: "Кому", "To", "À";
    as_html: "Как выглядит письмо", "As the letter looks", "Aspect de la lettre";
    repeats: "повтор", "repeated", "répété";
    parts: "частей", "parts", "parties";
    copy_hint: "Нажмите на код или поле, чтобы скопировать.", "Press a code or a field to copy it.", "Appuyez sur un code ou un champ pour le copier.";
    persons_intro: "Этих людей знают реестры. Возьмите чьи-нибудь данные и попробуйте пройти проверку.", "The registries know these people. Take somebody's data and try the verification.", "Les registres connaissent ces personnes. Prenez les données de quelqu'un et essayez la vérification.";
    generated: "Ещё люди", "More people", "D'autres personnes";
    family_name: "Фамилия", "Surname", "Nom";
    given_name: "Имя", "First name", "Prénom";
    patronymic: "Отчество", "Patronymic", "Patronyme";
    sex: "Пол", "Sex", "Sexe";
    male: "мужской", "male", "masculin";
    female: "женский", "female", "féminin";
    birth_date: "Дата рождения", "Date of birth", "Date de naissance";
    birth_place: "Место рождения", "Place of birth", "Lieu de naissance";
    citizenship: "Гражданство", "Citizenship", "Nationalité";
    snils: "СНИЛС", "SNILS", "SNILS";
    series_number: "Серия и номер паспорта", "Passport series and number", "Série et numéro du passeport";
    issue_date: "Дата выдачи", "Date of issue", "Date de délivrance";
    issued_by: "Кем выдан", "Issued by", "Délivré par";
    unit_code: "Код подразделения", "Unit code", "Code de l'unité";
    foreign_document: "Документ иностранного гражданина", "Foreign citizen's document", "Document d'étranger";
    expires: "Действует до", "Valid until", "Valable jusqu'au";
    latin_name: "Имя латиницей", "Name in Latin letters", "Nom en lettres latines";
    switches_intro: "Здесь внешние системы учат ошибаться. Изменения действуют сразу.", "Here the outside systems are taught to fail. Changes act at once.", "Ici on apprend aux systèmes extérieurs à se tromper. Effet immédiat.";
    save: "Сохранить", "Save", "Enregistrer";
    reset: "Как было", "Reset", "Réinitialiser";
    release: "Отпустить ответы", "Release answers", "Libérer les réponses";
    requests: "Последние запросы", "Latest requests", "Dernières requêtes";
    no_requests: "Запросов не было.", "No requests yet.", "Aucune requête.";
    time: "Время", "Time", "Heure";
    ticket: "Номер", "Ticket", "Ticket";
    answers: "Ответы", "Answers", "Réponses";
    waiting: "ждёт", "waiting", "en attente";
    acknowledged: "принят", "acknowledged", "reçu";
    pension_fund: "Пенсионный фонд", "Pension fund", "Caisse de retraite";
    interior_ministry: "Министерство внутренних дел", "Interior ministry", "Ministère de l'Intérieur";
    smpp: "СМС-центр (SMPP)", "SMS center (SMPP)", "Centre SMS (SMPP)";
    sms_gateway: "СМС-шлюз (HTTP)", "SMS gateway (HTTP)", "Passerelle SMS (HTTP)";
    smtp: "Почтовый сервер (SMTP)", "Mail server (SMTP)", "Serveur de courrier (SMTP)";
    blue_bridge: "Банк «Синий мост»", "Blue Bridge Bank", "Banque du Pont bleu";
    carrier: "Почта", "Post", "Poste";
    pension_site: "Сайт Пенсионного фонда", "The Pension Fund's site", "Site de la Caisse de retraite";
    tax_site: "Сайт налоговой службы", "The tax service's site", "Site du service des impôts";
    shop: "Магазин «Самовар»", "The Samovar shop", "Magasin « Le Samovar »";
    rowan: "Банк «Рябина»", "Rowan Bank", "Banque du Sorbier";
    bank_login: "логин и пароль", "login and password", "identifiant et mot de passe";
    bank_differs: "данные в банке другие", "the bank has other data", "la banque a d'autres données";
    story_demo: "Для знакомства: всё совпадает", "To begin with: everything matches", "Pour commencer : tout concorde";
    story_no_patronymic: "Без отчества, родилась 29 февраля", "No patronymic, born on 29 February", "Sans patronyme, née un 29 février";
    story_particle: "Отчество с частицей", "Patronymic with a particle", "Patronyme avec particule";
    story_apostrophe: "Апостроф и дефис", "Apostrophe and hyphen", "Apostrophe et trait d'union";
    story_one_letter: "Фамилия из одной буквы", "A surname of one letter", "Un nom d'une seule lettre";
    story_yo: "Ё в имени, в реестрах Е", "Ё in the name, Е in the registries", "Ё dans le nom, Е dans les registres";
    story_only_pension_fund: "Есть только в пенсионном фонде", "Known to the pension fund only", "Connu de la caisse de retraite seule";
    story_only_interior_ministry: "Есть только в МВД", "Known to the interior ministry only", "Connue du ministère seul";
    story_registries_differ: "В пенсионном фонде прежняя фамилия", "The pension fund has the former surname", "La caisse a l'ancien nom";
    story_wrong_birth_date: "В МВД ошибка в дате рождения и коде", "The ministry has a wrong birth date and unit code", "Le ministère a une date et un code erronés";
    story_passport_lost: "Паспорт объявлен потерянным", "Passport declared lost", "Passeport déclaré perdu";
    story_passport_expired: "Паспорт не заменён в 20 лет", "Passport not replaced at twenty", "Passeport non remplacé à vingt ans";
    story_young: "Школьница с первым паспортом", "A schoolgirl with her first passport", "Une écolière, premier passeport";
    story_foreigner: "Иностранный гражданин со СНИЛС", "Foreign citizen with a SNILS", "Étranger avec SNILS";
    story_generated: "Всё совпадает", "Everything matches", "Tout concorde";
}

impl Words {
    /// Why a person is in the population.
    pub(super) fn story(&self, person: &Person) -> &'static str {
        match person.story.as_str() {
            "demo" => self.story_demo,
            "no_patronymic" => self.story_no_patronymic,
            "particle" => self.story_particle,
            "apostrophe" => self.story_apostrophe,
            "one_letter" => self.story_one_letter,
            "yo" => self.story_yo,
            "only_pension_fund" => self.story_only_pension_fund,
            "only_interior_ministry" => self.story_only_interior_ministry,
            "registries_differ" => self.story_registries_differ,
            "wrong_birth_date" => self.story_wrong_birth_date,
            "passport_lost" => self.story_passport_lost,
            "passport_expired" => self.story_passport_expired,
            "young" => self.story_young,
            "foreigner" => self.story_foreigner,
            _ => self.story_generated,
        }
    }

    /// The name of a system on the board.
    pub(super) fn system(&self, word: &str) -> &'static str {
        match word {
            "pension_fund" => self.pension_fund,
            "interior_ministry" => self.interior_ministry,
            "smpp" => self.smpp,
            "sms_gateway" => self.sms_gateway,
            "blue_bridge" => self.blue_bridge,
            "rowan" => self.rowan,
            "carrier" => self.carrier,
            "pension_site" => self.pension_site,
            "tax_site" => self.tax_site,
            "shop" => self.shop,
            _ => self.smtp,
        }
    }
}
