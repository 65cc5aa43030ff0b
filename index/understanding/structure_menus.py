"""Words of the menus and buttons of web pages, in English, German, French and Spanish, and some Portuguese.

One of them alone may be a heading; several on a page show that it was copied as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from index.understanding import structure_lines as lines


def _phrases(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


_MENU: Final = _phrases(
    "about|about us|contact|contact us|help|faq|jobs|careers|shop|store|store locator|login|log in|sign in|sign up|"
    "log out|logout|my account|account|profile|my profile|privacy|privacy & cookies|privacy settings|cookies|"
    "cookie policy|terms|terms of use|terms of service|terms & conditions|sitemap|site map|site index|rss|rss feeds|"
    "archive|archives|blogs|videos|photos|galleries|gallery|podcasts|advertise|advertise with us|media kit|"
    "accessibility|accessibility help|weather|lifestyle|entertainment|health|technology|tech|science|travel|style|"
    "arts|money|video|radio|tv|autos|cars|real estate|obituaries|crosswords|puzzles|horoscopes|classifieds|dating|"
    "newsletter|newsletters|mobile|apps|rewards|subscriptions|subscriber services|more|all sections|sections|"
    "navigation|main navigation|main menu|toggle navigation|skip navigation|skip to navigation|close menu|open menu|"
    "see all|view all|show more|load more|up next|around the web|popular|popular posts|recent posts|recent comments|"
    "trending|trending now|most read|most viewed|most shared|most emailed|you may also like|you might also like|"
    "from the web|more from|promoted|promoted stories|sponsored links|adchoices|ad choices|corrections|permissions|"
    "google+|pinterest|reddit|youtube|flipboard|email|e-mail|mail|share|tweet|print|post|send|like|comment|comments|"
    "reply|report abuse|flag|upvote|copyright|legal|disclaimer|press|press room|feedback|donate|community|forum|"
    "forums|members|register|subscribe|search|home|menu|back|top|next|previous|language|english|español|startseite|"
    "suche|suchen|kontakt|impressum|datenschutz|datenschutzerklärung|datenschutzhinweis|hilfe|agb|mediadaten|abo|"
    "abonnieren|abonnement|mein konto|einloggen|ausloggen|abmelden|stellenmarkt|panorama|wirtschaft|politik|kultur|"
    "wissen|reise|gesellschaft|netzwelt|anzeigen|mehr|teilen|kommentare|kommentieren|nach oben|zum inhalt springen|"
    "zur startseite|newsticker|meistkommentiert|empfehlungen|das könnte sie auch interessieren|lesen sie auch|accueil|"
    "rechercher|recherche|contactez-nous|nous contacter|mentions légales|politique de confidentialité|s'inscrire|"
    "s’inscrire|inscription|connexion|déconnexion|se déconnecter|mon compte|politique|société|économie|culture|"
    "sciences|vidéos|vidéo|abonnés|s'abonner|abonnez-vous|envoyer|imprimer|commenter|réagir|à lire aussi|lire aussi|"
    "à voir aussi|plan du site|qui sommes-nous|publicité|données personnelles|les plus lus|gérer mes cookies|inicio|"
    "portada|buscar|búsqueda|contacto|contáctenos|aviso legal|política de privacidad|política de cookies|suscríbete|"
    "iniciar sesión|regístrate|registrarse|mi cuenta|cerrar sesión|política|economía|sociedad|deportes|cultura|"
    "opinión|espectáculos|tecnología|salud|mapa del sitio|quiénes somos|publicidad|anúnciate|hemeroteca|más leídas|"
    "lo más leído|te puede interesar|también te puede interesar|notas relacionadas|mas noticias|más noticias|enviar|"
    "compartir|volver|início|busca|assine|fale conosco|expediente|esporte|esportes|economia|mais lidas|veja também|"
    "leia também"
)
_BUTTONS: Final = re.compile(
    r"(?:\d[\d.,]*k?\s*)?(?:share|tweet|pin|like|post|reply|follow|comment|teilen|partager|compartir)s?(?:\s*\d[\d.,]*k?)?"
    r"|(?:share|tweet|teilen|partager|compartir|send|email|print)\b.{0,40}\b(?:facebook|twitter|whatsapp|linkedin|e-?mail)"
    r"|(?:facebook|twitter|google\+?|pinterest|whatsapp|linkedin|reddit|e-?mail|print|tumblr|instagram|youtube|rss)"
    r"(?:[\s:|,/&•·]+(?:facebook|twitter|google\+?|pinterest|whatsapp|linkedin|reddit|e-?mail|print|tumblr|instagram|"
    r"youtube|rss|more|share))+"
    r"|.{0,60}\b(?:cookies?|newsletters?|privacy policy|terms of (?:use|service)|cookie-richtlinien?)\b.{0,40}"
    r"|(?:skip|jump|go) to\b.{0,60}|(?:enter|your)\b.{0,20}\be-?mail\b.{0,30}|(?:show|hide|view)\b.{0,20}\bcomments?"
    r"|(?:follow|find|join|like) us\b.{0,40}|(?:suivez|síguenos|folgen sie)\b.{0,50}",
    re.IGNORECASE,
)


def is_furniture(line: str, common: Collection[str] = frozenset(), *, menus: bool = True) -> bool:
    """Whether a line belongs to what stands around the article of a page, as far as the line itself tells.

    `common` are lines, normalised, that stand in several documents. Without `menus` a word of a menu, which may be a
    heading too, is none.
    """
    if len(line) > 120:
        return False
    folded = " ".join(line.casefold().strip(" .:*_|»›>«‹<•·").split())
    if (menus and folded in _MENU) or _BUTTONS.fullmatch(folded) or folded in common:
        return True
    return any(c.isalnum() for c in line) and lines.boilerplate(line) is not None
