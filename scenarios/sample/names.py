"""Names of people and places."""

from __future__ import annotations

import numpy as np

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅鑫波斌宇浩凯健俊帆雪琳婷倩颖慧佳欣"
    "怡悦晨瑞博文昊然子轩涵梦思雨一诺泽楷"
)
QUARTERS = (
    "锦绣",
    "槐荫",
    "清河",
    "柳岸",
    "文苑",
    "望江",
    "云水",
    "春熙",
    "和平",
    "建设",
    "梧桐",
    "南薰",
    "东湖",
    "金桂",
    "玉兰",
)
QUARTER_ENDS = ("社区", "花园", "新村", "里", "苑", "小区", "家园", "坊", "街区", "公寓")
VILLAGES = (
    "石磨",
    "桃花",
    "大湾",
    "白马",
    "龙泉",
    "新桥",
    "黄泥",
    "竹林",
    "高坎",
    "梨园",
    "青杠",
    "柏树",
    "响水",
    "长坡",
    "马鞍",
)
VILLAGE_ENDS = ("村", "沟村", "坝村", "湾村")


def people(count: int, draw: np.random.Generator) -> list[str]:
    """Names of persons; some occur twice, as in life."""
    surname = draw.choice(list(SURNAMES), count)
    first = draw.choice(list(GIVEN), count)
    second = np.where(draw.random(count) < 0.8, draw.choice(list(GIVEN), count), "")
    return [f"{a}{b}{c}" for a, b, c in zip(surname, first, second, strict=True)]


def places(fronts: tuple[str, ...], ends: tuple[str, ...], count: int, draw: np.random.Generator) -> list[str]:
    """Distinct names of places.

    Raises
    ------
    ValueError
        When there are fewer names than places.
    """
    every = [front + end for end in ends for front in fronts]
    if count > len(every):
        raise ValueError(f"{count} places, but only {len(every)} names.\nMaybe add some to names.py.")
    return [every[number] for number in draw.permutation(len(every))[:count]]
