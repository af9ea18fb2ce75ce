-- What the public form asks, in versions: a draft, then published once and never changed again, so that a contact keeps the
-- version it answered. Words about nobody, so they are not sealed.

create table form_version (
    number int primary key,
    body jsonb not null,
    draft_version int not null default 1,
    written_by text not null,
    written_at timestamptz not null,
    published_by text,
    published_at timestamptz,
    check ((published_by is null) = (published_at is null))
);

create unique index form_version_draft on form_version ((published_at is null)) where published_at is null;

insert into form_version (number, body, written_by, written_at, published_by, published_at) values (1, $form${"number": 1, "questions": [{"name": "message", "labels": {"fr": "Que voulez-vous nous dire ou nous demander ?", "nl": "Wat wilt u ons vertellen of vragen?", "de": "Was möchten Sie uns erzählen oder fragen?", "en": "What do you want to tell or ask us?", "ar": "ماذا تريد أن تخبرنا أو تسألنا؟", "tr": "Bize ne anlatmak veya sormak istiyorsunuz?"}, "hints": {"fr": "N’écrivez pas le nom complet, la date de naissance ou l’adresse d’autres personnes.", "nl": "Schrijf geen volledige namen, geboortedata of adressen van anderen.", "de": "Bitte schreiben Sie keine vollen Namen, Geburtsdaten oder Adressen anderer Menschen.", "en": "Please do not write full names, birth dates or addresses of other people.", "ar": "من فضلك لا تكتب الأسماء الكاملة أو تواريخ الميلاد أو عناوين أشخاص آخرين.", "tr": "Lütfen başkalarının tam adını, doğum tarihini veya adresini yazmayın."}}, {"name": "requester", "labels": {"fr": "Qui êtes-vous ?", "nl": "Wie bent u?", "de": "Wer sind Sie?", "en": "Who are you?", "ar": "من أنت؟", "tr": "Siz kimsiniz?"}, "hints": {"fr": "Cela nous aide à répondre. Vous pouvez passer.", "nl": "Dat helpt ons om te antwoorden. U mag het overslaan.", "de": "Das hilft uns beim Antworten. Sie können es auslassen.", "en": "It helps us to answer. You may leave it.", "ar": "هذا يساعدنا على الإجابة. يمكنك تركه.", "tr": "Yanıt vermemize yardımcı olur. Boş bırakabilirsiniz."}}, {"name": "answer", "labels": {"fr": "Comment vous répondre sans risque ?", "nl": "Hoe kunnen wij u veilig antwoorden?", "de": "Wie können wir Ihnen sicher antworten?", "en": "How may we answer safely?", "ar": "كيف يمكننا أن نجيبك بأمان؟", "tr": "Size nasıl güvenle yanıt verebiliriz?"}, "hints": {}}, {"name": "windows", "labels": {"fr": "Quand peut-on vous joindre sans risque ?", "nl": "Wanneer bent u veilig te bereiken?", "de": "Wann können wir Sie sicher erreichen?", "en": "When is it safe to reach you?", "ar": "متى يكون التواصل معك آمناً؟", "tr": "Size ne zaman güvenle ulaşabiliriz?"}, "hints": {"fr": "Par exemple : en semaine avant 15 h", "nl": "Bijvoorbeeld: op weekdagen voor 15 uur", "de": "Zum Beispiel: werktags vor 15 Uhr", "en": "For example: weekdays before 15:00", "ar": "مثلاً: أيام الأسبوع قبل الساعة 15:00", "tr": "Örneğin: hafta içi saat 15.00'ten önce"}}, {"name": "never", "labels": {"fr": "Quand surtout pas ?", "nl": "Wanneer zeker niet?", "de": "Wann auf keinen Fall?", "en": "When never?", "ar": "ومتى لا يجوز ذلك أبداً؟", "tr": "Hangi zamanlarda asla?"}, "hints": {}}, {"name": "may_leave_message", "labels": {"fr": "Vous pouvez laisser un message", "nl": "U mag een bericht inspreken", "de": "Sie dürfen eine Nachricht hinterlassen", "en": "You may leave a message", "ar": "يمكنكم ترك رسالة", "tr": "Mesaj bırakabilirsiniz"}, "hints": {}}, {"name": "may_say_service_name", "labels": {"fr": "Vous pouvez dire qui vous êtes", "nl": "U mag zeggen wie u bent", "de": "Sie dürfen sagen, wer Sie sind", "en": "You may say who you are", "ar": "يمكنكم أن تقولوا من أنتم", "tr": "Kim olduğunuzu söyleyebilirsiniz"}, "hints": {}}, {"name": "cover_phrase", "labels": {"fr": "Que dire si quelqu’un d’autre répond ?", "nl": "Wat zeggen we als iemand anders opneemt?", "de": "Was sollen wir sagen, wenn jemand anderes abnimmt?", "en": "What should we say if someone else answers?", "ar": "ماذا نقول إذا أجاب شخص آخر؟", "tr": "Başka biri açarsa ne diyelim?"}, "hints": {}}, {"name": "files", "labels": {"fr": "Ajouter des fichiers", "nl": "Bestanden toevoegen", "de": "Dateien hinzufügen", "en": "Add files", "ar": "أضف ملفات", "tr": "Dosya ekle"}, "hints": {}}]}$form$, 'system', now(), 'system', now());

grant select, insert, update, delete on form_version to helpline_app;

-- A version that was published stays as it is.
create function keep_published_form() returns trigger language plpgsql as $$
begin
    if old.published_at is not null then
        raise exception 'a published form stays as it is';
    end if;
    return coalesce(new, old);
end $$;

create trigger form_version_stays before update or delete on form_version for each row execute function keep_published_form();
