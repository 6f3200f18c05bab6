"""Wraps a plain-text official document as the web page of an invented city: navigation, side bar, footer and all."""

from __future__ import annotations

import re
from html import escape

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="云川市人民政府门户网站">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2024-03-18 09:30">
<title>{title}_政策文件_云川市人民政府门户网站</title>
<style>.nav li {{ float: left }} .hide {{ display: none }}</style>
<script>var visits = 0; document.write("<p>欢迎访问云川市人民政府门户网站。</p>");</script>
</head>
<body>
<div class="top"><a href="/">云川市人民政府</a><span>今天是2024年3月18日 星期一，晴转多云，12℃～21℃。</span>
<a href="/wza">无障碍阅读</a><a href="/login">登录</a></div>
<div class="nav"><ul>
<li><a href="/">首页</a></li><li><a href="/zjyc">走进云川</a></li><li><a href="/xwzx">新闻中心</a></li>
<li><a href="/zwgk">政务公开</a></li><li><a href="/bsfw">办事服务</a></li><li><a href="/hdjl">互动交流</a></li>
</ul></div>
<div class="search"><form action="/search"><input name="q" value="请输入关键字"><button>搜索</button></form>
热搜词：<a href="/s?q=1">医保</a><a href="/s?q=2">公积金</a><a href="/s?q=3">入学</a></div>
<div class="wrap">
<div class="crumbs">当前位置：<a href="/">首页</a> &gt;
<a href="/zwgk">政务公开</a> &gt; <a href="/zcwj">政策文件</a></div>
<div class="left">
<h1>{title}</h1>
<div class="info"><span>发布时间：2024-03-18 09:30</span><span>来源：云川市人民政府</span>
<span>浏览次数：<i id="hits">1024</i></span>
<span>字号：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div>
<div class="text" id="{container}">
"""

_FOOT = """
</div>
<div class="tools"><a href="javascript:print()">【打印】</a><a href="javascript:close()">【关闭】</a>
分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="neighbours"><p>上一篇：<a href="1.html">云川市2024年度重大行政决策事项目录</a></p>
<p>下一篇：<a href="2.html">关于公布市级湿地名录的通告</a></p></div>
</div>
<div class="right">
<h3>相关政策</h3>
<ul>
<li><a href="3.html">{title}（政策解读）</a><span>2024-03-19</span></li>
<li><a href="4.html">云川市人民政府关于加强内河航道管护工作的意见</a><span>2024-03-11</span></li>
<li><a href="5.html">云川市乡村客运站点改造三年行动方案</a><span>2024-02-27</span></li>
<li><a href="6.html">一图读懂：云川市古树名木保护办法</a><span>2024-02-05</span></li>
</ul>
<h3>热点专题</h3><ul><li><a href="7.html">防汛抗旱专题</a></li><li><a href="8.html">春耕备耕专题</a></li></ul>
</div>
</div>
<div class="links">友情链接：<select><option>县（区）政府网站</option><option>市直部门网站</option></select></div>
<div class="foot"><p><a href="/about">关于我们</a> | <a href="/map">网站地图</a> | <a href="/help">使用帮助</a></p>
<p>主办：云川市人民政府办公室　承办：云川市大数据中心　地址：云川市临江路1号，邮编：000000。</p>
<p>滇ICP备00000000号-1　网站标识码：0000000000　滇公网安备 00000000000000号</p></div>
</body>
</html>
"""


def as_html(text: str, *, container: str = "article-text") -> bytes:
    """A whole page around `text` in UTF-8: the first line is its heading, every other line that is not empty a <p>."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = escape(lines[0]) if lines else ""
    paragraphs = "\n".join(f"<p>&emsp;&emsp;{_as_typed(line)}</p>" for line in lines[1:])
    page = _HEAD.format(title=title, container=escape(container)) + paragraphs + _FOOT.format(title=title)
    return page.encode()


def _as_typed(line: str) -> str:
    """Several spaces in a row are written so that a browser keeps them."""
    return re.sub(" {2,}", lambda spaces: "&nbsp;" * len(spaces.group()), escape(line))
