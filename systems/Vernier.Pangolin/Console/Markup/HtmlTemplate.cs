using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>Builds HTML from an interpolated string and encodes its values.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlTemplate
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text;

    public HtmlTemplate(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + formattedCount * 16);

    public HtmlTemplate(int literalLength, int formattedCount, bool condition, out bool isUsed)
        : this(condition ? literalLength : 0, condition ? formattedCount : 0) => isUsed = condition;

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text)
    {
        if (text is not null)
            _text.Append(Encoder.Encode(text));
    }

    public void AppendFormatted(Html? html) => _text.Append(html);

    public void AppendFormatted(IEnumerable<Html> items)
    {
        foreach (var item in items)
            _text.Append(item);
    }

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public Html ToHtml() => new(_text.ToString());
}
