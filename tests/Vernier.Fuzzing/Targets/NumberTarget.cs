using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Fuzzing.Targets;

/// <summary>Numbers, made of the text or of its bits. Both formats are read again to the same number.</summary>
internal sealed class NumberTarget : FuzzTarget
{
    private const int CharactersOfDouble = sizeof(double) / sizeof(char);

    private readonly byte[] _text = new byte[Exposition.NumberText.MaxLength];

    public override string Name => "number";

    public override IReadOnlyList<string> Corpus => ["0.1", "70368744177664.515625", "1e15", "999999999999999.9", "-4.9e-324", "1.7976931348623157e308", "123456.789", "2.5", "1e-7", "100000"];

    public override IReadOnlyList<string> Dictionary => ["e", "E-", ".", "9", "99999", "000", "5"];

    public override bool Run(string input)
    {
        if (input.Length >= CharactersOfDouble)
            Check(MemoryMarshal.Cast<char, double>(input.AsSpan(0, CharactersOfDouble))[0]);
        if (!double.TryParse(input, CultureInfo.InvariantCulture, out var number))
            return false;
        Check(number);
        return true;
    }

    private void Check(double number)
    {
        var exposed = Encoding.ASCII.GetString(_text, 0, Exposition.NumberText.Write(_text, number));
        Require(Read(exposed).Equals(number), "an exposed number is another one");
        var tree = PromQLParser.Parse(PromQL.Language.NumberText.Format(number));
        Require(((NumberLiteral)tree).Value.Equals(number), "a printed number is another one");
    }

    private static double Read(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
