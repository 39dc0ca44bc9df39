using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Vernier.Definitions;
using Vernier.Testing;

namespace Vernier.Tests.Definitions;

public class CanonicalNumberTests
{
    // The lists under "Canonical Numbers" in OpenMetrics 1.0.0, and the output of Go's %g for other values.
    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-1, "-1.0")]
    [InlineData(10, "10.0")]
    [InlineData(100, "100.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.99, "0.99")]
    [InlineData(0.999, "0.999")]
    [InlineData(0.005, "0.005")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000099, "9.9e-05")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(1e-10, "1e-10")]
    [InlineData(1e-100, "1e-100")]
    [InlineData(2.5, "2.5")]
    [InlineData(12345.678, "12345.678")]
    [InlineData(100000, "100000.0")]
    [InlineData(999999, "999999.0")]
    [InlineData(999999.5, "999999.5")]
    [InlineData(1000000, "1e+06")]
    [InlineData(1234567, "1.234567e+06")]
    [InlineData(-1234567.25, "-1.23456725e+06")]
    [InlineData(1e10, "1e+10")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    public void Format_Number_MatchesTheSpecification(double value, string text) => CanonicalNumber.Format(value).ShouldBe(text);

    [Fact]
    public void Format_AnyFiniteNumber_RoundTrips() => Prop.ForAll(Generators.FiniteDouble.ToArbitrary(), value =>
    {
        var text = CanonicalNumber.Format(value);
        double.Parse(text, CultureInfo.InvariantCulture).ShouldBe(value);
        text.ShouldContain(text.Contains('e') ? "e" : ".");
        text.ShouldBe(Vernier.Testing.Parsing.Lexing.CanonicalNumber.Format(value == 0 ? 0 : value));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
