//! The words of the carrier's pages.

use super::ItemState;
use crate::language::words;

words! {
    title: "Почта «Голубь»", "Pigeon Post", "Poste du Pigeon";
    notice: "Стенд: почта вымышлена, письма никуда не идут.", "Test bench: the post is invented, letters go nowhere.", "Banc d'essai : la poste est inventée, les lettres ne vont nulle part.";
    letters: "Письма", "Letters", "Lettres";
    none: "Писем пока нет. Закажите письмо на портале, и оно появится здесь.", "No letters yet. Order one on the portal, and it appears here.", "Pas encore de lettres. Commandez-en une sur le portail, et elle apparaîtra ici.";
    to: "Кому", "To", "À";
    open: "Открыть письмо (PDF)", "Open the letter (PDF)", "Ouvrir la lettre (PDF)";
    track: "Отслеживание", "Tracking", "Suivi";
    unknown: "Такого отправления нет.", "There is no such item.", "Il n'y a pas d'envoi de ce numéro.";
    accepted: "Принято", "Accepted", "Accepté";
    in_transit: "В пути", "On its way", "En chemin";
    awaiting_pickup: "Ждёт в отделении", "Waiting at the post office", "Attend au bureau";
    handed_over: "Вручено", "Handed over", "Remis";
    returned: "Возвращено", "Returned", "Renvoyé";
    lost: "Потеряно", "Lost", "Perdu";
}

impl Words {
    pub(super) fn state(&self, state: ItemState) -> &'static str {
        match state {
            ItemState::Accepted => self.accepted,
            ItemState::InTransit => self.in_transit,
            ItemState::AwaitingPickup => self.awaiting_pickup,
            ItemState::HandedOver => self.handed_over,
            ItemState::Returned => self.returned,
            ItemState::Lost => self.lost,
        }
    }
}
