using System.Runtime.CompilerServices;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>Encoded HTML. Everything that is interpolated into <see cref="Of"/> is encoded, unless it is HTML itself. Immutable.</summary>
internal sealed class Html
{
    public static readonly Html Empty = new("");

    private readonly string _text;

    public Html(string encoded) => _text = encoded;

    /// <summary>Creates HTML from a template, whose values are texts or the values of quoted attributes.</summary>
    public static Html Of(HtmlTemplate template) => template.ToHtml();

    /// <summary>Returns HTML if a condition is met, and nothing otherwise: then the values are not evaluated.</summary>
    public static Html If(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] HtmlTemplate template) => condition ? template.ToHtml() : Empty;

    public override string ToString() => _text;
}
