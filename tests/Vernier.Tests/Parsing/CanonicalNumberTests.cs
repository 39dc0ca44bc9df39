using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Tests.Parsing;

public class CanonicalNumberTests
{
    /// <summary>The numbers that the OpenMetrics specification lists, and those on either side of a change of notation.</summary>
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.01, "0.01")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.95, "0.95")]
    [InlineData(0.999, "0.999")]
    [InlineData(1.0, "1.0")]
    [InlineData(1.7, "1.7")]
    [InlineData(10.0, "10.0")]
    [InlineData(1e-10, "1e-10")]
    [InlineData(1e-09, "1e-09")]
    [InlineData(1e-05, "1e-05")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(100000.0, "100000.0")]
    [InlineData(1e+06, "1e+06")]
    [InlineData(1e+10, "1e+10")]
    [InlineData(1e+23, "1e+23")]
    [InlineData(1.1e+23, "1.1e+23")]
    [InlineData(0.00011, "0.00011")]
    [InlineData(0.000099, "9.9e-05")]
    [InlineData(999999.5, "999999.5")]
    [InlineData(1234567.5, "1.2345675e+06")]
    [InlineData(2500.0, "2500.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(-1e+06, "-1e+06")]
    [InlineData(1e+300, "1e+300")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Format_Number_IsSpelledAsSpecified(double value, string expected) => CanonicalNumber.Format(value).ShouldBe(expected);
}
