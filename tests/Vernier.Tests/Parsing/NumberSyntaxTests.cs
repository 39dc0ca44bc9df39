using Vernier.Testing.Parsing;
using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Tests.Parsing;

public class NumberSyntaxTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("+1", 1)]
    [InlineData("0042", 42)]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5e-1", -0.05)]
    [InlineData("1E+3", 1000)]
    [InlineData("1e3", 1000)]
    [InlineData("1e-400", 0)]
    [InlineData("18446744073709551616", 18446744073709551616d)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-INFINITY", double.NegativeInfinity)]
    [InlineData("nAn", double.NaN)]
    public void Number_Spelling_IsRead(string token, double expected) => NumberSyntax.Number(token, new(1, 1), "it").ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("--1")]
    [InlineData("1e+")]
    [InlineData("1.e")]
    [InlineData(".e1")]
    [InlineData("$1")]
    [InlineData("(1)")]
    [InlineData("1,000")]
    [InlineData("-nan")]
    [InlineData("infinit")]
    [InlineData("0b1")]
    [InlineData("1f")]
    [InlineData("1e309")]
    public void Number_OtherSpelling_Throws(string token) =>
        Should.Throw<ExpositionParseException>(() => NumberSyntax.Number(token, new(1, 1), "it"));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Inf")]
    public void Real_NotFinite_Throws(string token) => Should.Throw<ExpositionParseException>(() => NumberSyntax.Real(token, new(1, 1), "it"));
}
