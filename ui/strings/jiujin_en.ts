<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AddressPicker</name>
    <message>
        <source>先选省、自治区或直辖市</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>在%1的哪里？</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>门牌号、楼栋、房号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>门牌号、楼栋、房号，如：人民二路 12 号 3 栋 502</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalmBar</name>
    <message>
        <source>已完成百分之 %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在进行</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CandidateBar</name>
    <message>
        <source>更多字</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CandidateGrid</name>
    <message>
        <source>返回键盘</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上一页</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一页</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>代码 %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>字要多大？</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Crumbs</name>
    <message>
        <source>%1，重新选</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>摄像头画面</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ElsewherePage</name>
    <message>
        <source>这里有人的时间</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>最近有人的地方</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FaultCode</name>
    <message>
        <source>故障代码 %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>屏幕 %1 秒后自动清除您的信息</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormAnswers</name>
    <message>
        <source>已填 %1 行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已拍好</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已签名</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>请选一项</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>证件上没有</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没填</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>请用右边的键盘写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>请用下面的键盘写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>年、月、日，如 20261120</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>请用下面的数字键输入</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>请用右边的数字键输入</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>下一项</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormQuestions</name>
    <message>
        <source>来自%1，可以改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>我看清楚了，同意</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>这里大家常办</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>完成</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 还没选成字，请先选字，或者退格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1：没有这样的拼音，请退格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接下来是不是：</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>用手指在格子里写一个字，按平时的笔顺写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选您写的字：</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>用拼音打字，打好后在这里选</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>退一格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>隔音</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>换成小写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>换成大写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>隔音符号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拼音</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>手写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>英文</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>123 号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>数字和符号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选第一个</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>空格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>间隔号</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumericKeypad</name>
    <message>
        <source>退一格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>小数点</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoTaker</name>
    <message>
        <source>摄像头画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>照片拍好了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重拍</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍照</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionRow</name>
    <message>
        <source>来自%1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RasterView</name>
    <message>
        <source>回执</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>回执，登记号 %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记下了，谢谢</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1（%2 秒后自动）</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowCards</name>
    <message>
        <source>第 %1 行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改第 %1 行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>删</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>删第 %1 行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有填。按下面的按钮，一行一行地加。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>刚才删了一行。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>放回去</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>最多 %1 行，已经加满了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>加一行</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScrollPager</name>
    <message>
        <source>往上看</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>往下看</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignaturePage</name>
    <message>
        <source>用手指在这里写您的名字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>签名</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SigningBox</name>
    <message>
        <source>已经签过了。要换的话，在这里重新写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>用手指在这里写名字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重签</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StaffCheckPage</name>
    <message>
        <source>姓名</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>住址</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>松开就遮住</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按住显示</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>第 %1 步，共 %2 步</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextBox</name>
    <message>
        <source>还可以写 %1 个字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>写满了</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>字号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>对比</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>低位</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>语言</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WritingArea</name>
    <message>
        <source>手写区，一次写一个字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>退一笔</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>退一格</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
