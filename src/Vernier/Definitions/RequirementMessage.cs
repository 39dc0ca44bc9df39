using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vernier.Definitions;

/// <summary>The message of a requirement, which the compiler only formats if the requirement is not met.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
internal ref struct RequirementMessage
{
    private DefaultInterpolatedStringHandler _text;

    public RequirementMessage(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        if (isNeeded)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.CurrentCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Returns the message. Called once.</summary>
    public override string ToString() => _text.ToStringAndClear();
}
