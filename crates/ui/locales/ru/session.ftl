### Где вы вошли

session-title = Устройства
session-lead = Здесь видно, где открыт ваш личный кабинет. Если какое-то устройство вам незнакомо, завершите на нём сеанс и смените пароль.
session-this = это устройство
session-network = Сеть { $network }
session-since = Вход: { $at }
session-seen = Последнее действие: { $at }
session-others = Другие устройства
session-none = Больше вы нигде не вошли.
session-end = Завершить
session-end-others = Выйти на всех других устройствах
session-over = Завершённые сеансы
session-end-logout = вы вышли
session-end-by_person = завершён с другого устройства
session-end-password_changed = завершён при смене пароля
session-end-recovered = завершён при восстановлении доступа
session-end-renewed = продолжен новым сеансом
session-end-restored = завершён при восстановлении доступа в центре обслуживания
session-end-deleted = завершён при удалении учётной записи
session-end-time = закончился по времени

device-both = { $browser }, { $system }
device-unknown = Неизвестное устройство
