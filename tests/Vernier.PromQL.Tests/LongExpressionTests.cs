using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.RegularExpressions;
using Vernier.PromQL.Syntax;
using Vernier.Testing;

namespace Vernier.PromQL.Tests;

/// <summary>
/// Expressions of a megabyte. Work that is quadratic in the length would take many minutes; only then the timeout of a test is reached.
/// </summary>
public class LongExpressionTests
{
    private const int Length = 1_000_000;

    /// <summary>A beginning, a part that is repeated up to the length, and an end.</summary>
    public static TheoryData<string, string, string> Expressions =>
    [
        ("", "1", ""), ("", "1", "x"), ("", "1", "."), ("", "1", "e"), ("1.", "1", "x"), ("1e", "1", "x"), ("0x", "f", "g"), ("", "0", "8x"), ("1", "_000", ""),
        ("x[", "1", "]"), ("x[", "1", "m]"), ("x[", "1h", "]"), ("x[", "1m1", "s]"), ("x[1h:", "0", "s]"), ("x offset ", "1y", ""),
        ("", "(", ""), ("", "(", "x"), ("", "-", "x"), ("", "+", ""), ("", "x+", "x"), ("", "x^", "x"), ("x", "[5m:]", ""), ("", "[", ""), ("", "{", ""), ("", "abs(", "x"),
        ("sum by (", "a,", "a) (x)"), ("x * on (", "a,", ") y"), ("x{", "a=\"b\",", "}"), ("x{a=\"", "\\n", "\"}"), ("\"", "\\", "\""), ("'", "\\x41", "'"), ("\"", "\\xff", "\""),
        ("`", "a", ""), ("", "a", ""), ("", ":", ""), ("", " ", ""), ("", "#\n", "x"), ("", "\n", "\0"), ("max(", "x,", "x)"), ("x @ ", "1", ""), ("", "\uD800", ""),
        ("x{a=~\"", "(", "\"}"), ("x{a=~\"", "[", "\"}"), ("x{a=~\"[", "[:", "\"}"), ("x{a=~\"", "\\\\Q", "\"}"), ("x{a=~\"", "a{2}", "\"}"), ("x{a=~\"", "|", "\"}"),
        ("x{a=~\"", "(a*)*", "\"}"), ("x{a=~\"(?P<", "a", "\"}"), ("x{a=~\"\\\\x{", "0", "}\"}"), ("x{a=~\"a{", "1", "}\"}"), ("x{a=~\"", "\\\\pL", "\"}"), ("x{a=~\"", "{1,", "\"}"),
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task Parse_LongExpression_IsParsedOrAShortError(string start, string repeated, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, Length / repeated.Length)) + end;
        // On a thread of the pool: its stack is smaller than that of the main thread.
        await Task.Run(() =>
        {
            try
            {
                PromQLParser.Parse(text).ToString().ShouldNotBeEmpty();
            }
            catch (PromQLException exception)
            {
                exception.Message.Length.ShouldBeLessThan(500);
                exception.Offset.ShouldBeInRange(0, text.Length);
            }
        }).WithTimeout();
    }

    [Theory]
    [InlineData("00000000000000000000000000000000000000017", 15)]
    [InlineData("0000000000000000000000000000000000000000", 0)]
    [InlineData("0777777777777777777777", 9.223372036854776e18)]
    [InlineData("01777777777777777777777", 1.777777777777777777777e21)]
    [InlineData("08", 8)]
    [InlineData("017.5", 17.5)]
    [InlineData("0x00000000000000000000000000000000ff", 255)]
    [InlineData(".5e+3", 500)]
    [InlineData("5.", 5)]
    [InlineData("5.e1", 50)]
    public void Parse_Number_HasItsValue(string text, double value) => ((NumberLiteral)PromQLParser.Parse(text)).Value.ShouldBe(value);

    [Fact]
    public void GetError_SurrogatePairSplitByAnEscape_IsInvalidUtf8() =>
        Re2Regex.GetError(@"\Q" + '\uD83D' + @"\E" + '\uDE00').ShouldBe("it contains a byte that is not valid UTF-8");

    [Theory]
    [InlineData("Inf ^ 2")]
    [InlineData("+Inf * 2")]
    [InlineData("Inf ^ -Inf")]
    public void ToString_Infinity_ParsesToAnEqualTree(string text) => PromQLParser.Parse(PromQLParser.Parse(text).ToString()).ShouldBe(PromQLParser.Parse(text));

    [Theory]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("1_000")]
    [InlineData("1.2.3")]
    [InlineData("1h1h")]
    [InlineData("1m1h")]
    [InlineData("1h30")]
    public void Parse_InvalidNumber_Throws(string text) => Should.Throw<PromQLException>(() => PromQLParser.Parse(text)).Message.ShouldContain("is not a valid number or duration");

    [Theory]
    [InlineData("292y", true)]
    [InlineData("293y", false)]
    [InlineData("9223372036854ms", true)]
    [InlineData("9223372036855ms", false)]
    [InlineData("9223372036s854ms", true)]
    [InlineData("9223372036s855ms", false)]
    [InlineData("99999999999999999999999999999999s", false)]
    [InlineData("00000000000000000000000000000001s", true)]
    public void TryParse_LargeDuration_IsLimited(string text, bool isValid)
    {
        PrometheusDuration.TryParse(text, out var duration).ShouldBe(isValid);
        (duration > TimeSpan.Zero).ShouldBe(isValid);
    }
}
