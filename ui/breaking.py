"""Where lines of words end: of about equal length, after a comma rather than within a sentence, never inside a word.

Chinese may be broken between any two characters, and a plain renderer does so inside words too. This chooses the room
that each line is given, so that the renderer ends it where it reads best; the text itself stays as it is, for screen
readers and for search. A library that parts Chinese into phrases (BudouX 0.10, tried) parts the screens' words worse
than the list below does: 工作/人员, 本/机暂/时.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from math import inf

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontMetricsF

TOGETHER = """
工作人员 工作人員 身份证 身份證 办理 辦理 登记 登記 登记号 登記號 回执 回執 受理 受理机关 受理機關 材料 窗口 信息
資料 屏幕 电话 電話 手机 手機 号码 號碼 线路 線路 恢复 恢復 自动 自動 送达 送達 结果 結果 通知 可以 现在 現在 今天
您的 保存 清除 打印 列印 纸条 紙條 指南 核对 核對 本人 确认 確認 补交 補交 补充 補充 银行卡 銀行卡 社会 社會 保障
医疗 醫療 养老 養老 保险 保險 保障局 居民 城乡 城鄉 领取 領取 周岁 周歲 待遇 资格 資格 认证 認證 证明 證明 申请 申請
参保 參保 基本 服务 服務 中心 街道 便民 人力资源 人力資源 民政局 时间 時間 地方 摄像头 鏡頭 读卡处 讀卡處 密码 密碼
工号 工號 拼音 首字母 说法 說法 平时 平時 内容 內容 填写 填寫 真实 真實 知道 还没 還沒 没有 沒有 不用 请您 請您 一下
一遍 不要 直接 开始 開始 优先 優先 快速 通道 就行 告诉 告訴 机器 機器 重新 来源 來源 经办 經辦 机构 機構 老人 随时
隨時 终端 終端 平台 用途 什么 什麼 他们 他們 短信 短訊 证件 證件 证照 證照 卡套 户口簿 戶口簿 委员会 委員會 别人
別人 方式 照片 卡片 文字 数字 數字 发票 發票 暂时 暫時 养老待遇 養老待遇 分公司 有人 保存好 读不出来 讀不出來 是否
帮忙 幫忙 帮您 幫您 帮我 幫我 打字 换个 換個 联网 聯網 另行 照样 照樣 安全 一般 从头 從頭 工作证 工作證 本机 本機
这台 這台 一台 任何 看一眼 旁边 旁邊 身份码 身份碼 带走 帶走 一共 几行字 幾行字 看着 看著 尾号 尾號 单位 單位 代码
代碼 登记不了 登記不了 下面 下个月 下個月 养老保险 養老保險 医疗保障局 醫療保障局 社会保障局 社會保障局 帽子 墨镜
太陽眼鏡 手机号 手機號 银行卡号 銀行卡號 登记回执 登記回執 医疗保险 醫療保險 社会保障 社會保障 恢复后 恢復後
村（居）民委员会 村（居）民委員會 出纸口 出紙口 上面 里面 裏面 告诉您 告訴您 看着证件 看著證件 证明事项
證明事項 申请关系 申請關係 就医 就醫 报销 報銷 孩子 出生日期
""".split()
"""Words that the screens say most, in both scripts; no line ends inside one."""
BY_FIRST = {first: tuple(word for word in TOGETHER if word[0] == first) for first in {word[0] for word in TOGETHER}}
NAMED = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+(?:·[\u3400-\u9fff\U00020000-\U0003ffff]+)+")
"""A name in parts, as 买买提·吐尔逊: a line may end after a dot, a part is as a word."""
QUOTES = {"“": "”", "「": "」"}
QUOTED = 10
"""Characters: what stands in quotation marks and is no longer stays together too."""
STOPS = "，。；：！？、,.;:!?）”」】》·"
LEANING = "的了吗嗎呢吧们們着著过過得地里裏"
"""Characters that lean on the one before."""
FORWARD = "和向把在对對给給请請"
"""Characters that lean on the next one."""
INSIDE_WORD, COUNTED, LEANS, PLAIN, AT_SPACE = 2.0, 0.9, 0.6, 0.35, 0.1
"""What an end of line costs; a line that is a half shorter than the longest one costs 0.25, after a stop nothing."""
LONGEST = 200
"""Characters. What is longer is running text, whose lines nobody compares."""


def line_rooms(text: str, width: float, family: str, pixels: int, bold: bool) -> list[float]:
    """The room that each line is given (design units, at most `width`): in as few lines as the text needs, those that
    read best.

    Empty where the text fits in the lines that it brings, or is too long. Takes about a millisecond; nothing is
    remembered, for some of the texts are people's names.
    """
    if width <= 0 or len(text) > LONGEST:
        return []
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    parts = [_rooms(part, width, metrics, pixels) for part in text.split("\n")]
    return [room for part in parts for room in part or [width]] if any(parts) else []


def _rooms(text: str, width: float, metrics: QFontMetricsF, pixels: int) -> list[float]:
    """Of a text without lines of its own; empty for one line."""
    # a renderer's own idea of one line may be a fraction of a pixel narrower
    if metrics.horizontalAdvance(text) <= width + 1:
        return []
    ends = _ends(text)
    # by character: one of Chinese is as wide as another, and asking the font is what takes time
    wide = {character: metrics.horizontalAdvance(character) for character in set(text)}
    upto = list(accumulate((wide[character] for character in text), initial=0.0))
    reach = [0.0, *(upto[end] for end in ends)]
    # the space at the end of a line needs no room
    trailing = [wide[" "] if text[end - 1] == " " else 0.0 for end in ends]
    if max(right - left for left, right in pairwise(reach)) > width:
        return []
    inside = _inside(text)
    last = len(ends)
    best = _best(reach, trailing, [_cost(text, end, inside) for end in ends], width)
    return [
        # up to the middle of what comes next: that neither a rounding ends the line earlier nor lets one more in
        min(width, reach[end] - reach[begin] + (pixels if end == last else reach[end + 1] - reach[end]) / 2)
        for begin, end in pairwise((0, *best))
    ]


def _best(reach: list[float], trailing: list[float], costs: list[float], room: float) -> list[int]:
    """How many pieces stand before the end of each line: of all ways with the fewest lines the one that costs least.

    A line costs the square of what it differs from the mean of all, and what its end costs.
    """
    last = len(reach) - 1

    def length(begin: int, end: int) -> float:
        return reach[end] - trailing[end - 1] - reach[begin]

    # the fewest lines that the pieces up to each place take
    fewest = [0] + [last] * last
    for end in range(1, last + 1):
        for begin in range(end - 1, -1, -1):
            if length(begin, end) > room and begin < end - 1:
                break
            fewest[end] = min(fewest[end], fewest[begin] + 1)
    mean = reach[last] / fewest[last]
    # by lines made and pieces used: the least cost, and where the last of these lines began
    made: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(1, fewest[last] + 1):
        here: dict[int, tuple[float, int]] = {}
        for begin, (cost, _) in made[-1].items():
            for end in range(begin + 1, last + 1):
                long = length(begin, end)
                if long > room and end > begin + 1:
                    break
                judged = cost + ((long - mean) / mean) ** 2 + (costs[end - 1] if end < last else 0.0)
                if (line < fewest[last]) == (end < last) and judged < here.get(end, (inf, 0))[0]:
                    here[end] = (judged, begin)
        made.append(here)
    ends = [last]
    for line in range(fewest[last], 1, -1):
        ends.append(made[line][ends[-1]][1])
    return ends[::-1]


def two_lines(text: str, family: str, pixels: int, bold: bool) -> float:
    """The width in which a text stands in two lines that read best."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    inside = _inside(text)

    def advance(part: str) -> float:
        # as `line_rooms` measures: letters that move closer to each other do not count
        return sum(map(metrics.horizontalAdvance, part))

    def lengths(end: int) -> tuple[float, float]:
        return advance(text[:end].rstrip()), advance(text[end:])

    def judged(end: int) -> float:
        short, long = sorted(lengths(end))
        return ((long - short) / long) ** 2 + _cost(text, end, inside)

    return max(lengths(min(_ends(text), key=judged)), default=0.0) if text else 0.0


def _ends(text: str) -> list[int]:
    """After which characters a line may end, the last one among them."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    ends = []
    while (at := finder.toNextBoundary()) > 0:
        ends.append(at)
    return ends


def _inside(text: str) -> set[int]:
    """The places inside words, inside short quotations, and inside the parts of a name."""
    places: set[int] = set()
    for name in NAMED.finditer(text):
        places.update(at for at in range(name.start() + 1, name.end()) if text[at - 1] != "·")
    for begin, character in enumerate(text):
        for word in BY_FIRST.get(character, ()):
            if text.startswith(word, begin):
                places.update(range(begin + 1, begin + len(word)))
        if (closing := QUOTES.get(character)) and 0 < (end := text.find(closing, begin)) <= begin + QUOTED + 1:
            places.update(range(begin + 1, end + 1))
    return places


def _cost(text: str, end: int, inside: set[int]) -> float:
    """What it costs to end a line after so many characters of a text."""
    if end >= len(text):
        return 0.0
    before, after = text[end - 1], text[end]
    if end in inside:
        return INSIDE_WORD
    if text[:end].rstrip()[-1:] in STOPS:
        return 0.0
    if before in FORWARD:
        return LEANS
    if after in LEANING:
        return LEANS
    if before == " ":
        # a number and what it counts, or what has the number
        word = text[: end - 1][-1:]
        return COUNTED if word.isdigit() or (after.isdigit() and word >= "一") else AT_SPACE
    return PLAIN
