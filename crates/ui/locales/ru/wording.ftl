# Texts that administrators replace at run time.

wording-title = Тексты
wording-lead = Здесь меняются отдельные тексты страниц, писем и СМС, на любом из трёх языков. Изменение действует на всех серверах через несколько секунд после согласия второго администратора.
wording-search = Ключ или слова на любом языке
wording-only-replaced = Только изменённые
wording-count = { $n ->
    [one] Найден { $n } текст.
    [few] Найдено { $n } текста.
    [many] Найдено { $n } текстов.
   *[other] Найдено { $n } текста.
}
wording-none = Таких текстов нет.
wording-replaced = изменён: { $languages }
wording-unfit = не действует: встроенный текст стал другим
wording-one = Текст
wording-waiting = Ждёт согласия
wording-waiting-back = Будет встроенный текст.
wording-becomes = станет
wording-reads = Читается так:
wording-preview = Как это будет выглядеть
wording-preview-lead = С примерами значений; для каждого случая, который различает текст, своя строка. Пока ничего не изменено.
wording-preview-built-in = Остаётся встроенный текст.
wording-ask = Запросить согласие
wording-now = Что стоит сейчас
wording-is-built-in = Стоит встроенный текст.
wording-built-in = Встроенный текст
wording-own = Стоит вместо него
wording-values = Значения в тексте
wording-values-lead = Их подставляет система. Все они остаются в тексте, новых добавить нельзя.
wording-values-none = Значений в этом тексте нет.
wording-form = Изменить текст
wording-form-lead = Пустое поле: на этом языке остаётся встроенный текст. Значения пишутся в фигурных скобках, как во встроенном тексте; разметки HTML в текстах нет.
wording-hint-sms = Это СМС: код и уведомление должны остаться короткими, без ссылок. Латинские буквы: только из алфавита GSM.
wording-hint-line = Это одна строка.
wording-hint-prose = Пустая строка кончает абзац; «## » начинает заголовок, «- » пункт списка, «1. » шаг; [слова](/path) ведут на страницу портала.
wording-hint-lines = Пустая строка кончает абзац.
wording-do = Посмотреть, что получится
wording-back = Вернуть встроенный текст
wording-back-lead = На всех языках, с согласия второго администратора.
wording-alone = Вы единственный администратор: тексты здесь изменить нельзя, пока нет второго. Его добавляет команда на сервере:
wording-prove = Подтвердить, что это вы (в новой вкладке), затем отправить ещё раз
wording-history = Кто и что менял
wording-history-none = Этот текст ещё не меняли.
wording-history-by = Изменил { $login }
wording-history-agreed = Согласился { $login }
approval-act-text = Изменить текст портала
operator-task-texts = Тексты
operator-task-texts-text = Слова страниц, писем и СМС
record-text-changed = Изменён текст портала
notice-wording-asked = Изменение текста ждёт согласия второго администратора.
notice-wording-changed = Текст изменён.
field-wording-unknown = Такого текста нет
field-wording-long = Не больше { $most } знаков
field-wording-hidden = Невидимый знак { $character }: уберите его
field-wording-syntax = Строка { $line } не понятна: проверьте фигурные скобки и варианты; строка не может начинаться с точки, звёздочки и квадратной или закрывающей фигурной скобки
field-wording-attribute = Строка не может начинаться с точки и имени
field-wording-value-unknown = Во встроенном тексте нет значения { $names }
field-wording-value-missing = Не хватает значения { $names }: оно должно быть в тексте при любых вариантах, как во встроенном
field-wording-variant = Варианты должны быть те же, что во встроенном тексте; не сходится { $name }
field-wording-html = Разметки HTML в текстах нет: уберите угловые скобки и знаки вида «&имя;»
field-wording-one-line = Это одна строка: уберите переносы
field-wording-link = Ссылки бывают только в статьях и только на страницы портала: [слова](/path). Других адресов добавить нельзя
field-wording-parts = Через черту | здесь стоит слов: { $n }
field-wording-sms-link = В СМС нет ссылок
field-wording-print-character = Эти знаки нельзя напечатать: { $characters }
field-wording-sms-alphabet = Этих знаков нет в алфавите СМС: { $characters }
field-wording-sms-long = Слишком длинно для СМС с самыми длинными значениями: лишних знаков { $over }
refusal-wording-same = Этот текст стоит и сейчас.
refusal-wording-unfit = Встроенный текст с тех пор стал другим: этот текст к нему больше не подходит.
refusal-wording-changed = Пока вы писали, текст изменил кто-то другой. Ниже то, что стоит сейчас, а в полях то, что написали вы. Проверьте и отправьте ещё раз.
refusal-wording-changed-meanwhile = Пока эта страница была открыта, текст изменил кто-то другой. Посмотрите, что стоит сейчас.
