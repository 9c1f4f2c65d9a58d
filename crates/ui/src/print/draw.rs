//! From what stands on the sheets to the bytes of a PDF.

use std::num::NonZeroU16;

use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree},
    text::{Font, GlyphId, KrillaGlyph},
};
use parley::PositionedLayoutItem;

use super::{
    Area, FONTS, Item, Paper, Place, PrintError, Role, SHEET_HEIGHT, SHEET_WIDTH,
    words::{Block, POINTS},
};

fn refused(reason: impl std::fmt::Debug) -> PrintError {
    PrintError::Refused(format!("{reason:?}"))
}

pub(super) fn document(paper: Paper) -> Result<Vec<u8>, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(refused)?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let fonts = FONTS.iter().filter_map(|font| Some((*font, Font::new((*font).into(), 0)?))).collect();
    let mut writer = Writer { fonts, tags: TagTree::new().with_lang(Some(paper.locale.tag().to_owned())), list: None };
    let mut outline = Outline::new();
    for (number, sheet) in paper.sheets.iter().enumerate() {
        let settings = PageSettings::from_wh(SHEET_WIDTH * POINTS, SHEET_HEIGHT * POINTS);
        let mut page = document.start_page_with(settings.ok_or_else(|| refused("no size"))?);
        let mut surface = page.surface();
        for item in sheet {
            writer.draw(&mut surface, item);
            if let Item::Text { block, place, role: Role::Heading(_) } = item {
                let top = Point::from_xy(place.x * POINTS, place.y * POINTS);
                outline.push_child(OutlineNode::new(block.text.clone(), XyzDestination::new(number, top)));
            }
        }
        surface.finish();
        page.finish();
    }
    writer.end_list();
    document.set_tag_tree(writer.tags);
    document.set_outline(outline);
    document.set_metadata(metadata(&paper));
    document.finish().map_err(refused)
}

fn metadata(paper: &Paper) -> Metadata {
    let date = paper.date;
    let unsigned = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(2000);
    Metadata::new()
        .title(paper.title.clone())
        .language(paper.locale.tag().to_owned())
        .creator("Okno".to_owned())
        .creation_date(DateTime::new(year).month(unsigned(date.month())).day(unsigned(date.day())))
}

struct Writer {
    fonts: Vec<(&'static [u8], Font)>,
    tags: TagTree,
    list: Option<TagGroup>,
}

impl Writer {
    fn draw(&mut self, surface: &mut Surface<'_>, item: &Item) {
        match item {
            Item::Text { block, place, role } => self.text(surface, block, *place, *role),
            Item::Bars { bars, alt } => {
                let tag = if alt.is_some() { ContentTag::Other } else { decoration() };
                let id = surface.start_tagged(tag);
                fill(surface, bars);
                surface.end_tagged();
                if let Some(alt) = alt {
                    self.end_list();
                    self.tags.push(TagGroup::with_children(Tag::Figure(Some(alt.clone())), vec![Node::from(id)]));
                }
            }
            Item::Frame { area, thickness } => {
                surface.start_tagged(decoration());
                outline(surface, *area, *thickness);
                surface.end_tagged();
            }
        }
    }

    fn text(&mut self, surface: &mut Surface<'_>, block: &Block, place: Place, role: Role) {
        if role == Role::Decoration {
            surface.start_tagged(decoration());
            self.glyphs(surface, block, place);
            surface.end_tagged();
            return;
        }
        let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.glyphs(surface, block, place);
        surface.end_tagged();
        self.tag(role, &block.text, id);
    }

    fn tag(&mut self, role: Role, text: &str, id: Identifier) {
        let child = vec![Node::from(id)];
        match role {
            Role::Item => {
                let body = TagGroup::with_children(Tag::LBody, child);
                let item = TagGroup::with_children(Tag::LI, vec![Node::from(body)]);
                self.list.get_or_insert_with(|| TagGroup::new(Tag::L(ListNumbering::None))).push(item);
            }
            Role::Heading(level) => {
                self.end_list();
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                self.tags.push(TagGroup::with_children(Tag::Hn(level, Some(text.to_owned())), child));
            }
            Role::Paragraph | Role::Decoration => {
                self.end_list();
                self.tags.push(TagGroup::with_children(Tag::P, child));
            }
        }
    }

    fn end_list(&mut self) {
        if let Some(list) = self.list.take() {
            self.tags.push(list);
        }
    }

    fn glyphs(&self, surface: &mut Surface<'_>, block: &Block, place: Place) {
        surface.set_stroke(None);
        surface.set_fill(Some(black()));
        let lines = block.layout.lines();
        for run in lines.flat_map(|line| line.items().collect::<Vec<_>>()) {
            let PositionedLayoutItem::GlyphRun(run) = run else { continue };
            let data = run.run().font().data.data();
            let Some((_, font)) = self.fonts.iter().find(|(bytes, _)| std::ptr::eq(bytes.as_ptr(), data.as_ptr()))
            else {
                continue;
            };
            let size = run.run().font_size();
            let mut glyphs: Vec<KrillaGlyph> = vec![];
            for cluster in run.run().visual_clusters() {
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.end = cluster.text_range().end;
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    let (advance, x, y) = (glyph.advance / size, glyph.x / size, glyph.y / size);
                    let id = GlyphId::new(glyph.id);
                    glyphs.push(KrillaGlyph::new(id, advance, x, y, 0.0, cluster.text_range(), None));
                }
            }
            let start = Point::from_xy(place.x * POINTS + run.offset(), place.y * POINTS + run.baseline());
            surface.draw_glyphs(start, &glyphs, font.clone(), &block.text, size, false);
        }
    }
}

fn decoration() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout))
}

fn black() -> Fill {
    Fill { paint: luma::Color::black().into(), ..Fill::default() }
}

fn rectangle(area: Area) -> Option<Rect> {
    Rect::from_xywh(area.x * POINTS, area.y * POINTS, area.width * POINTS, area.height * POINTS)
}

fn fill(surface: &mut Surface<'_>, areas: &[Area]) {
    let mut builder = PathBuilder::new();
    for rect in areas.iter().filter_map(|area| rectangle(*area)) {
        builder.push_rect(rect);
    }
    if let Some(path) = builder.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(black()));
        surface.draw_path(&path);
    }
}

fn outline(surface: &mut Surface<'_>, area: Area, thickness: f32) {
    let mut builder = PathBuilder::new();
    if let Some(rect) = rectangle(area) {
        builder.push_rect(rect);
    }
    if let Some(path) = builder.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: luma::Color::black().into(),
            width: thickness * POINTS,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
    }
}
