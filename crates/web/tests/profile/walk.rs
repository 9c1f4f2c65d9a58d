//! From the form to level Standard.

use okno_app::ports::RegistryResult;
use okno_testkit::engine_test;

use crate::browser::{CITIZEN, Site, with};

const EDIT: &str = "/profile/edit";
const REVIEW: &str = "/profile/review";
const STATE: &str = "/profile/verification";

async fn send(site: &Site) {
    let answer = site.post(EDIT, EDIT, &with(&[("action", "continue")])).await;
    assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, REVIEW));
    let mark = site.get(REVIEW).await.hidden("mark");
    let answer = site.post(REVIEW, REVIEW, &[("mark", &mark)]).await;
    assert_eq!((answer.status.as_u16(), answer.location.as_str()), (303, STATE));
    site.world.drain().await;
}

async fn answer(site: &Site, result: &RegistryResult) {
    let now = site.world.clock.get();
    for (registry, name) in [(&site.pension, "pension_fund"), (&site.ministry, "interior_ministry")] {
        let signed = registry.answer(result, now);
        let path = format!("/exchange/registry/{name}");
        assert_eq!(site.call(&path, "application/jose", &signed).await.status.as_u16(), 204);
    }
    site.world.drain().await;
}

engine_test! {
    /// R60, R76, R88, R96, R98, R101: the whole way, without scripts.
    async fn from_the_form_to_standard(store: Store) {
        let site = Site::new(store).await;
        let page = site.get(EDIT).await;
        assert!(page.has("value=\"Иванова\"") && page.has("id=\"at-hand\""));
        send(&site).await;
        let page = site.get(STATE).await;
        assert!(page.has("Your data are being verified") && page.has("20 minutes") && page.has("5 days"));
        answer(&site, &RegistryResult::Match).await;
        let page = site.get(STATE).await;
        assert!(page.has("Verification of your personal data is completed") && page.has("Log in again"));
        let again = site.post(STATE, "/profile/login-again", &[]).await;
        assert!(again.location.starts_with("/login"));
        assert!(site.get(STATE).await.location.starts_with("/login"));
    }

    /// R93: a faulty form comes back with what was typed, each fault at its field, and nothing is sent.
    async fn faults_are_shown_at_their_fields(store: Store) {
        let site = Site::new(store).await;
        let fields = with(&[("snils", "112-233-445 94"), ("birth_date_month", ""), ("birth_place", "<i>"), ("action", "continue")]);
        let answer = site.post(EDIT, EDIT, &fields).await;
        assert_eq!(answer.status.as_u16(), 422);
        for id in ["snils-error", "birth_date-error", "birth_place-error"] {
            assert!(answer.has(&format!("id=\"{id}\"")), "{id}");
        }
        assert!(answer.has("value=\"112-233-445 94\"") && !answer.has("<i>"));
        site.world.drain().await;
        assert!(site.pension.calls().is_empty());
    }

    /// R89, C22: "Save" keeps a draft; R28: "Later" is a link.
    async fn a_draft_is_saved(store: Store) {
        let site = Site::new(store).await;
        let saved = site.post(EDIT, EDIT, &[("family_name", "Петрова"), ("snils", "12"), ("action", "save")]).await;
        assert_eq!((saved.status.as_u16(), saved.location.as_str()), (303, EDIT));
        let page = site.get(EDIT).await;
        assert!(page.has("value=\"Петрова\"") && page.has("id=\"draft\"") && page.has("The draft has been saved"));
        assert!(page.has("id=\"cancel\" href=\"/account\""));
        // Half a form cannot be reviewed.
        assert_eq!(site.get(REVIEW).await.location, EDIT);
    }

    /// R83, R210: another type of document brings its own fields, and what was typed stays.
    async fn the_document_type_changes_the_fields(store: Store) {
        let site = Site::new(store).await;
        let fields = with(&[("document_type", "foreign_identity_document"), ("citizenship", "KAZ"), ("action", "type")]);
        let page = site.post(EDIT, EDIT, &fields).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.has("id=\"issuing_state\"") && !page.has("id=\"unit_code\"") && page.has("value=\"4008123456\""));
    }

    /// R106: the page says which document and which fields, and leads back to the form with the data in it.
    async fn a_rejection_leads_back_to_the_form(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        answer(&site, &RegistryResult::Mismatch(vec!["birth_date".to_owned()])).await;
        let page = site.get(STATE).await;
        assert!(page.has("The data are not confirmed") && page.has("Date of birth") && page.has("id=\"submit\" href=\"/profile/edit\""));
        assert!(site.get(EDIT).await.has("value=\"4008123456\""));
    }

    /// R107: the SNILS of somebody else has a page with the ways out.
    async fn a_taken_snils_has_its_page(store: Store) {
        let site = Site::new(store).await;
        let boris = site.world.citizen("+79123456780").await;
        okno_testkit::person::submitted(&site.world, &boris, &okno_testkit::person::citizen_form()).await;
        answer(&site, &RegistryResult::Match).await;
        let answer = site.post(EDIT, EDIT, &with(&[("action", "continue")])).await;
        assert_eq!(answer.location, "/profile/snils-taken");
        let page = site.get("/profile/snils-taken").await;
        assert_eq!(page.status.as_u16(), 409);
        for way in ["/recovery", "/service-centers", "/support", "/profile/edit#snils"] {
            assert!(page.has(&format!("href=\"{way}\"")), "{way}");
        }
    }

    /// R88: what was changed in another window is shown again before it is sent.
    async fn a_stale_review_is_shown_again(store: Store) {
        let site = Site::new(store).await;
        site.post(EDIT, EDIT, &with(&[("action", "continue")])).await;
        let mark = site.get(REVIEW).await.hidden("mark");
        site.post(EDIT, EDIT, &with(&[("birth_place", "гор. Клин"), ("action", "continue")])).await;
        let answer = site.post(REVIEW, REVIEW, &[("mark", &mark)]).await;
        assert_eq!(answer.location, REVIEW);
        assert!(site.pension.calls().is_empty());
    }

    /// R101: the open page hears of the change, as an event or as data.
    async fn an_open_page_hears_of_news(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        let page = site.get(STATE).await;
        let (_, rest) = page.body.split_once("data-url=\"").unwrap();
        let url = rest.split('"').next().unwrap().to_owned();
        answer(&site, &RegistryResult::Match).await;
        let event = site.get_as(&url, "text/event-stream").await;
        assert!(event.kind.starts_with("text/event-stream") && event.has("data: {\"state\":"));
        let data = site.get_as(&url, "application/json").await;
        assert!(data.kind.starts_with("application/json") && data.has("\"state\""));
    }

    /// R101, R190: a page that waits does not keep the session from ending; when it has ended, the page is told so.
    async fn an_open_page_does_not_keep_the_session(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        let url = "/profile/verification/news?seen=other";
        for _ in 0..3 {
            site.world.clock.advance_seconds(10 * 60 - 1);
            assert_eq!(site.get_as(url, "application/json").await.status.as_u16(), 200);
        }
        site.world.clock.advance_seconds(60);
        assert_eq!(site.get_as(url, "application/json").await.status.as_u16(), 401);
        // A browser that listens is told that something is new, so that the page leads to the login.
        assert!(site.get_as(url, "text/event-stream").await.has("data: {\"state\":\"\"}"));
    }

    /// R101: a page that waits for an operator is live, and hears of the decision.
    async fn a_page_hears_of_the_operator(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        let signed = site.pension.answer(&RegistryResult::Match, site.world.clock.get());
        site.call("/exchange/registry/pension_fund", "application/jose", &signed).await;
        let signed = site.pension.answer(&RegistryResult::NoData, site.world.clock.get());
        site.call("/exchange/registry/pension_fund", "application/jose", &signed).await;
        let signed = site.ministry.answer(&RegistryResult::Match, site.world.clock.get());
        site.call("/exchange/registry/interior_ministry", "application/jose", &signed).await;
        let page = site.get(STATE).await;
        assert!(page.has("data-module=\"live\"") && page.has("Our staff is looking at your data"));
        for path in ["/account", "/confirmation", "/services/doctor-appointment"] {
            let page = site.get(path).await;
            assert!(page.has("id=\"submit\" href=\"/profile/verification\""), "{path}");
        }
    }

    /// R8, R92, R95: what is in force and what did not match stand apart; the person keeps what is verified, and goes on.
    async fn a_change_that_did_not_match_is_withdrawn(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        answer(&site, &RegistryResult::Match).await;
        site.world.clock.advance_seconds(60);
        site.post(EDIT, EDIT, &with(&[("birth_place", "гор. Клин"), ("action", "continue")])).await;
        let mark = site.get(REVIEW).await.hidden("mark");
        site.post(REVIEW, REVIEW, &[("mark", &mark)]).await;
        site.world.drain().await;
        answer(&site, &RegistryResult::NoData).await;
        let page = site.get("/account/data").await;
        assert!(page.has("id=\"in-force\"") && page.has("id=\"pending\"") && page.has("state--success"));
        assert!(site.get("/account").await.has("id=\"submit\" href=\"/profile/verification\""));
        assert!(site.get(STATE).await.has("action=\"/profile/keep\""));
        let kept = site.post(STATE, "/profile/keep", &[]).await;
        assert_eq!((kept.status.as_u16(), kept.location.as_str()), (303, "/account/data"));
        let page = site.get("/account/data").await;
        assert!(page.has("The verified data stay in force") && page.has("id=\"in-force\"") && !page.has("id=\"pending\""));
        assert!(site.get("/account").await.has("id=\"submit\" href=\"/confirmation\""));
    }

    /// R82, R210: the menu of citizenships has an entry for who has none, and the fields of Latin letters come with a
    /// foreign document.
    async fn a_foreigner_finds_their_entries(store: Store) {
        let site = Site::new(store).await;
        let page = site.get(EDIT).await;
        assert!(page.has("<option value=\"XXA\">Stateless person</option>") && !page.has("id=\"latin_family_name\""));
        let fields = with(&[("document_type", "residence_permit"), ("citizenship", "XXA"), ("action", "type")]);
        let page = site.post(EDIT, EDIT, &fields).await;
        assert!(page.has("<option value=\"XXA\" selected>") && page.has("id=\"latin_family_name\""));
        let one_name = site.post(EDIT, EDIT, &with(&[("family_name", "-"), ("action", "continue")])).await;
        assert!(one_name.status.as_u16() == 422 && one_name.has("Only the staff of a service centre"));
    }

    /// R87: an INN added to verified data is kept at once; the review says that nothing is sent.
    async fn an_inn_is_added_to_verified_data(store: Store) {
        let site = Site::new(store).await;
        send(&site).await;
        answer(&site, &RegistryResult::Match).await;
        site.post(EDIT, EDIT, &with(&[("inn", "500100732259"), ("action", "continue")])).await;
        let review = site.get(REVIEW).await;
        assert!(review.has("nothing is sent to the registers") && !review.has("Verification usually takes"));
        let done = site.post(REVIEW, REVIEW, &[("mark", &review.hidden("mark"))]).await;
        assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/account/data"));
        let page = site.get("/account/data").await;
        assert!(page.has("The data have been saved") && page.has("500100732259"));
        assert!(page.has("id=\"in-force\"") && !page.has("id=\"pending\""));
    }

    /// 2.11: times are shown in the zone of the person's region, once it is chosen; what is not in the menu is refused.
    async fn times_are_shown_in_the_chosen_zone(store: Store) {
        const DATA: &str = "/account/data";
        let site = Site::new(store).await;
        send(&site).await;
        answer(&site, &RegistryResult::Match).await;
        let page = site.get(DATA).await;
        assert!(page.has("(UTC+3)") && page.has("Vladivostok (MSK+7)") && page.has("Kaliningrad (MSK\u{2212}1)"));
        let set = site.post(DATA, "/account/time-zone", &[("time_zone", "Asia/Vladivostok")]).await;
        assert_eq!((set.status.as_u16(), set.location.as_str()), (303, DATA));
        let page = site.get(DATA).await;
        assert!(page.has("(UTC+10)") && !page.has("(UTC+3)"));
        assert!(site.get("/account/history").await.has("(UTC+10)"));
        let unknown = site.post(DATA, "/account/time-zone", &[("time_zone", "Europe/Paris")]).await;
        assert_eq!(unknown.status.as_u16(), 422);
        assert!(site.get(DATA).await.has("(UTC+10)"));
    }

    /// These pages are for the person alone.
    async fn a_stranger_is_sent_to_the_login(store: Store) {
        let site = Site::new(store).await;
        site.post(EDIT, "/profile/login-again", &[]).await;
        for path in [EDIT, REVIEW, STATE, "/profile/verification/news", "/profile/snils-taken"] {
            let answer = site.get(path).await;
            assert_eq!(answer.status.as_u16(), 303, "{path}");
            assert!(answer.location.starts_with("/login"), "{path}");
        }
        assert_eq!(CITIZEN.len(), 17);
    }
}
