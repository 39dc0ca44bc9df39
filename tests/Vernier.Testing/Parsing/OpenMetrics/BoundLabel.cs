using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>The number in a "le" or "quantile" label.</summary>
internal sealed class BoundLabel(bool requireCanonicalNumbers)
{
    /// <summary>The number in the label of a sample that must have it; never NaN.</summary>
    public double Read(ParsedSample sample, string label)
    {
        var text = sample.Labels[label] ?? throw new ExpositionParseException(sample.Position, $"{sample.Name} needs the label '{label}'");
        var value = NumberSyntax.Number(text, sample.Position, $"the label '{label}'");
        if (double.IsNaN(value))
            throw new ExpositionParseException(sample.Position, $"the label '{label}' must not be NaN");

        // "Exposers MUST produce output for positive infinity as +Inf"; the other spellings are for exporters only.
        var canonical = CanonicalNumber.Format(value);
        if (text != canonical && (requireCanonicalNumbers || double.IsPositiveInfinity(value)))
            throw new ExpositionParseException(sample.Position, $"the label '{label}' must be spelled {canonical}, not {text}");
        return value;
    }

    public static void Refuse(ParsedSample sample, string label)
    {
        if (sample.Labels.Has(label))
            throw new ExpositionParseException(sample.Position, $"{sample.Name} must not have the label '{label}'");
    }
}
