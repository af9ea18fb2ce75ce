"""Words too common to search for, unaccented, and what they say about a text's language.

One list for all languages, because whoever searches does not know what language a text is in: a word is skipped in
every text or in none. So a word that means something in another of our languages is kept ("son" is a child in English,
"not" distress in German, "kan" blood in Turkish, "ben" and "bin" parts of names).
"""

FRENCH = """
    au aux avec avez avons ce cela ces cet cette chez comme dans de des donc du elle elles est et eu etre etait
    etaient ete etes fait il ils je la le les leur leurs lui mais me mes moi mon ma ne nos notre nous on ont ou par
    pas plus pour qu que qui quoi sa sans se ses si son sont suis sur ta te tes toi ton tout tous tres tu un une vos
    votre vous ca ai as avait avais aussi alors
"""
DUTCH = """
    aan al als altijd bij ben bent dan dat de deze die dit doen door dus een en er ge geen ging had heb hebben heeft
    hem hen het hij hoe hun ik in is je jij jou jouw jullie kan maar me meer men met mij mijn na naar niet nog nu of
    om ons onze ook op over te tot u uit uw van veel voor waar waren was wat we wel wie wij wordt worden zal ze zei
    zich zij zijn zo zou toch hier daar omdat
"""
GERMAN = """
    aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des dich die dir
    doch du ein eine einem einen einer eines er es euch fur haben habe hat hatte hatten hier ich ihm ihn ihr ihre im
    in ins ist ja jetzt kann kein keine konnen man mehr mein meine mich mir mit nach nicht noch nun nur ob oder ohne
    schon sehr sein seine sich sie sind so uber um und uns unser vom von vor war waren was weil wenn wer werden wie
    wieder wir wird wurde zu zum zur
"""
ENGLISH = """
    about after all also am an and are as at be because been but by can could did do does for from get got had has
    have he her hers him his how if in into is it its just like me more my no not of on or our out she should so
    some than that the their them then there these they this those to too up us very was we were what when where
    which who will with would you your been im ive dont
"""
TURKISH = """
    ama ancak ben benim bir biz bu bunu cok da daha de degil diye en gibi icin ile ise kadar ki mi ne nasil o olan
    olarak oldu onun onu sen siz simdi sonra su var ve veya ya yok
"""
ARABIC = """
    في من علي الي عن مع هذا هذه ذلك التي الذي هو هي هم انا نحن انت لا ما لم لن ان او ثم كان كانت قد كل بعد قبل لي له
    لها
"""
# What a stop word of one language means in another is worth finding; accents are gone here as everywhere.
MEANINGFUL = frozenset(["son", "war", "not", "die", "man", "men", "ben", "bin", "kan"])

BY_LANGUAGE = {
    "fr": frozenset(FRENCH.split()),
    "nl": frozenset(DUTCH.split()),
    "de": frozenset(GERMAN.split()),
    "en": frozenset(ENGLISH.split()),
    "tr": frozenset(TURKISH.split()),
    "ar": frozenset(ARABIC.split()),
}
SKIPPED = frozenset().union(*BY_LANGUAGE.values()) - MEANINGFUL

# Words only one of the languages has: enough to tell it in nearly any text of ten words.
TELLING = {
    word: language
    for language, words in BY_LANGUAGE.items()
    for word in words
    if sum(word in others for others in BY_LANGUAGE.values()) == 1
}
