<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AddressHead</name>
    <message>
        <source>先选省、自治区或直辖市</source>
        <translation>First choose a province or region</translation>
    </message>
    <message>
        <source>在%1的哪里？</source>
        <translation>Where in %1?</translation>
    </message>
    <message>
        <source>门牌号、楼栋、房号</source>
        <translation>Street number, building, room</translation>
    </message>
    <message>
        <source>，如：人民二路 12 号 3 栋 502</source>
        <translation>, for example: Renmin 2nd Road 12, building 3, room 502</translation>
    </message>
</context>
<context>
    <name>CalmBar</name>
    <message>
        <source>已完成百分之 %1</source>
        <translation>%1 per cent done</translation>
    </message>
    <message>
        <source>正在进行</source>
        <translation>Working</translation>
    </message>
</context>
<context>
    <name>CandidateBar</name>
    <message>
        <source>更多字</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>CandidateGrid</name>
    <message>
        <source>返回键盘</source>
        <translation>Back to keyboard</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>字要多大？</source>
        <translation>How large should the text be?</translation>
    </message>
</context>
<context>
    <name>Crumbs</name>
    <message>
        <source>%1，重新选</source>
        <translation>%1, choose again</translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>摄像头画面</source>
        <translation>Camera picture</translation>
    </message>
</context>
<context>
    <name>FaultCode</name>
    <message>
        <source>故障代码 %1</source>
        <translation>Fault code %1</translation>
    </message>
    <message>
        <source>屏幕 %1 秒后自动清除您的信息</source>
        <translation>The screen clears your data in %1 seconds</translation>
    </message>
</context>
<context>
    <name>FormAnswers</name>
    <message>
        <source>已填 %1 行</source>
        <translation>%1 rows filled in</translation>
    </message>
    <message>
        <source>已拍好</source>
        <translation>Photo taken</translation>
    </message>
    <message>
        <source>已确认</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>已签名</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation>Please choose one</translation>
    </message>
    <message>
        <source>还没确认</source>
        <translation>Not confirmed yet</translation>
    </message>
    <message>
        <source>证件上没有</source>
        <translation>Not on the card</translation>
    </message>
    <message>
        <source>还没填</source>
        <translation>Not filled in yet</translation>
    </message>
    <message>
        <source>请用键盘写</source>
        <translation>Please use the keyboard</translation>
    </message>
    <message>
        <source>请用数字键输入</source>
        <translation>Please use the number keys</translation>
    </message>
    <message>
        <source>年、月、日，如 %1</source>
        <translation>Year, month, day, such as %1</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>上一级</source>
        <translation>‹ Area</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next field</translation>
    </message>
</context>
<context>
    <name>FormQuestions</name>
    <message>
        <source>来自%1，可以改</source>
        <translation>From %1; you can change it</translation>
    </message>
    <message>
        <source>我看清楚了，是这样</source>
        <translation>I have read this and it is so</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>带走指南</source>
        <translation>Take it along</translation>
    </message>
</context>
<context>
    <name>IdentityCodePage</name>
    <message>
        <source>摄像头画面</source>
        <translation>Camera picture</translation>
    </message>
</context>
<context>
    <name>IdleOverlay</name>
    <message>
        <source>秒</source>
        <translation>seconds</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>接下来是不是：</source>
        <translation>Next perhaps:</translation>
    </message>
    <message>
        <source>用手指在格子里写一个字，按平时的笔顺写</source>
        <translation>Write one character in the box with a finger, in its usual stroke order</translation>
    </message>
    <message>
        <source>选您写的字：</source>
        <translation>Choose what you wrote:</translation>
    </message>
    <message>
        <source>用拼音打字，打好后在这里选</source>
        <translation>Type Pinyin, then choose here</translation>
    </message>
    <message>
        <source>退一格</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>%1 还没选成字，请先选字，或者退一格</source>
        <translation>Choose a character for %1 first, or erase it</translation>
    </message>
    <message>
        <source>%1：没有这样的拼音，请退一格</source>
        <translation>%1 is no Pinyin syllable; please erase</translation>
    </message>
    <message>
        <source>换成小写</source>
        <translation>Small letters</translation>
    </message>
    <message>
        <source>换成大写</source>
        <translation>Capital letters</translation>
    </message>
    <message>
        <source>隔音符号</source>
        <translation>Syllable mark</translation>
    </message>
    <message>
        <source>拼音</source>
        <translation>Pinyin</translation>
    </message>
    <message>
        <source>手写</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>英文</source>
        <translation>ABC</translation>
    </message>
    <message>
        <source>数字和符号</source>
        <translation>Digits and signs</translation>
    </message>
    <message>
        <source>选第一个</source>
        <translation>Take the first</translation>
    </message>
    <message>
        <source>选</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>间隔号</source>
        <translation>Middle dot</translation>
    </message>
</context>
<context>
    <name>LookingGlass</name>
    <message>
        <source>摄像头画面</source>
        <translation>Camera picture</translation>
    </message>
</context>
<context>
    <name>NumericKeypad</name>
    <message>
        <source>退一格</source>
        <translation>Erase</translation>
    </message>
    <message>
        <source>小数点</source>
        <translation>Decimal point</translation>
    </message>
</context>
<context>
    <name>PhotoTaker</name>
    <message>
        <source>摄像头画面</source>
        <translation>Camera picture</translation>
    </message>
    <message>
        <source>拍好的照片</source>
        <translation>The photo</translation>
    </message>
    <message>
        <source>现在拍不了</source>
        <translation>No photo can be taken now</translation>
    </message>
</context>
<context>
    <name>PlaceGrid</name>
    <message>
        <source>‹ 上一级</source>
        <translation>‹ Wider area</translation>
    </message>
</context>
<context>
    <name>ProblemPanel</name>
    <message>
        <source>代码 %1</source>
        <translation>Code %1</translation>
    </message>
</context>
<context>
    <name>QuestionRow</name>
    <message>
        <source>来自%1</source>
        <translation>From %1</translation>
    </message>
</context>
<context>
    <name>RasterView</name>
    <message>
        <source>回执</source>
        <translation>Receipt</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>回执，登记号 %1</source>
        <translation>Receipt, number %1</translation>
    </message>
    <message>
        <source>记下了，谢谢</source>
        <translation>Noted, thank you</translation>
    </message>
    <message>
        <source>%1 秒后自动清除</source>
        <translation>Clears by itself in %1 seconds</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>松开就遮住</source>
        <translation>Let go to hide</translation>
    </message>
    <message>
        <source>按住显示</source>
        <translation>Hold to show</translation>
    </message>
</context>
<context>
    <name>RowCards</name>
    <message>
        <source>第 %1 项</source>
        <translation>Entry %1</translation>
    </message>
    <message>
        <source>最多 %1 项，已经加满了</source>
        <translation>At most %1 entries; it is full</translation>
    </message>
</context>
<context>
    <name>ScrollPager</name>
    <message>
        <source>往上看</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>往下看</source>
        <translation>Down</translation>
    </message>
</context>
<context>
    <name>SignaturePage</name>
    <message>
        <source>用手指在这里写您的名字</source>
        <translation>Write your name here with a finger</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signature</translation>
    </message>
</context>
<context>
    <name>SigningBox</name>
    <message>
        <source>已经签过了。要换的话，在这里重新写</source>
        <translation>Already signed. To change it, write here again</translation>
    </message>
    <message>
        <source>用手指在这里写您的名字</source>
        <translation>Write your name here with a finger</translation>
    </message>
    <message>
        <source>重签</source>
        <translation>Sign again</translation>
    </message>
</context>
<context>
    <name>StaffCheckPage</name>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>住址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>松开就遮住</source>
        <translation>Let go to hide</translation>
    </message>
    <message>
        <source>按住显示</source>
        <translation>Hold to show</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>第 %1 步，共 %2 步</source>
        <translation>Step %1 of %2</translation>
    </message>
</context>
<context>
    <name>TextBox</name>
    <message>
        <source>还可以写 %1 个字</source>
        <translation>Room for %1 more characters</translation>
    </message>
    <message>
        <source>写满了</source>
        <translation>It is full</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>字号</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>对比</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>低位</source>
        <translation>Lower</translation>
    </message>
    <message>
        <source>朗读</source>
        <translation>Voice</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
</context>
<context>
    <name>WritingArea</name>
    <message>
        <source>手写区，一次写一个字</source>
        <translation>Writing area, one character at a time</translation>
    </message>
    <message>
        <source>退一笔</source>
        <translation>Undo stroke</translation>
    </message>
    <message>
        <source>重写</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>退一格</source>
        <translation>Erase</translation>
    </message>
</context>
</TS>
