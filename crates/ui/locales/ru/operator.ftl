### Рабочее место операторов: вход и первая страница

operator-title = Рабочее место
operator-nav-tasks = Задачи
operator-exit = Завершить сеанс
operator-who = Вход под именем { $login }

operator-role-clerk = Оператор
operator-role-center_administrator = Администратор центра
operator-role-support = Служба поддержки
operator-role-administrator = Администратор системы

operator-login-title = Вход для сотрудников
operator-login-name = Имя для входа
operator-login-lost = Забыли пароль? Новую ссылку выдаёт администратор системы.

operator-code-title = Код из приложения
operator-code-label = Код
operator-code-hint = 6 цифр, которые приложение показывает сейчас
operator-code-next-hint = 6 цифр из приложения. Один код действует один раз: если он уже введён, дождитесь следующего.
operator-code-lost = Нет доступа к приложению? Второй фактор сбрасывает администратор системы.

operator-setup-title = Настройка второго фактора
operator-setup-text = Вы входите впервые. При каждом входе понадобится код из приложения для одноразовых паролей на вашем телефоне.
operator-setup-scan = Откройте приложение и считайте картинку:
operator-setup-picture = QR-код с ключом для приложения
operator-setup-type = Или введите ключ вручную:
operator-setup-prove = Введите код, который показывает приложение:

operator-center-title = Выбор центра
operator-center-text = Сеанс действует только для одного центра обслуживания. Всё, что вы сделаете, записывается за этим центром.

operator-enroll-title = Пароль для входа
operator-enroll-password-hint = Не короче 12 знаков. Лучше несколько слов.
operator-enroll-alarm-hint = Необязательно. Если вас принуждают войти, введите пароль и сразу за ним это окончание: всё будет выглядеть как обычно, но дежурные узнают, что нужна помощь. От 2 до 20 знаков.

operator-again-title = Подтвердите, что это вы
operator-again-text = { $n ->
    [one] Действие нельзя отменить. Введите пароль и новый код: подтверждение действует { $n } минуту.
    [few] Действие нельзя отменить. Введите пароль и новый код: подтверждение действует { $n } минуты.
   *[other] Действие нельзя отменить. Введите пароль и новый код: подтверждение действует { $n } минут.
}

operator-no-tasks = Сейчас задач нет.
operator-written-down = Каждое ваше действие записывается. Человек видит в своём журнале каждый просмотр его данных.
operator-task-approvals = Согласования
operator-task-approvals-text = Действия коллег, для которых нужен второй сотрудник

notice-operator-signed-out = Сеанс завершён.
notice-operator-sign-in-over = Время входа истекло. Начните сначала.
notice-operator-password-chosen = Пароль сохранён. Теперь войдите.

field-totp-wrong = Код не подходит или уже использован. Дождитесь следующего кода.
field-alarm-ending = Окончание должно быть от 2 до 20 знаков
field-required-center = Выберите центр

refusal-operator-role = Ваша роль не позволяет это сделать.
refusal-operator-oneself = Нельзя выполнять действия над собой. Обратитесь к коллеге.
refusal-operator-no-center = Для этого действия войдите в центр обслуживания.
refusal-operator-not-admitted = Вы не допущены к работе в этом центре.
refusal-operator-not-fresh = Подтвердите ещё раз, что это вы.
refusal-operator-sign-in-over = Время входа истекло. Начните сначала.
refusal-operator-other-step = Сейчас нужен другой шаг входа.
refusal-operator-no-center-admitted = Вы не допущены к работе ни в одном центре. Обратитесь к администратору системы.
refusal-operator-login-name = Имя для входа: от 3 до 40 знаков a–z, цифры, точка и дефис; первой должна быть буква.
refusal-operator-name-taken = Такое имя для входа уже есть.
refusal-operator-invitation-over = Ссылка уже использована или истекла. Попросите у администратора системы новую.
