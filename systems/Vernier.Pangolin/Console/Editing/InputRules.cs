using System.Text;
using System.Text.RegularExpressions;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>The rules for values that the page and the API accept.</summary>
internal static partial class InputRules
{
    public const int MaxNameLength = 100;
    public const int MaxRegionLength = 50;
    public const int MaxTargets = 50;

    public const string IdRule = "must consist of 1 to 64 lowercase letters, digits and hyphens, and start with a letter";

    public const string TargetNameRule = "must consist of 1 to 64 letters, digits and any of . _ -, and start with a letter or a digit";

    private const int MaxIdLength = 64;

    /// <summary>Whether a text is an identifier of a site or a resource.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>Whether a text is the name of a target.</summary>
    public static bool IsTargetName(string text) => TargetName().IsMatch(text);

    /// <summary>Whether a text is a region.</summary>
    public static bool IsRegion(string text) => text.Length <= MaxRegionLength && Region().IsMatch(text);

    /// <summary>Whether a text is a path that can be requested.</summary>
    public static bool IsPath(string text) => text.Length <= 500 && Path().IsMatch(text);

    /// <summary>Whether a text is a name for people: visible characters and spaces.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && !text.Any(char.IsControl) && text.Trim().Length == text.Length;

    /// <summary>Derives an identifier from a name; an empty text if the name has no letters that can be used.</summary>
    public static string IdOf(string name)
    {
        var id = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
                id.Append(character);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }
        var text = id.ToString().TrimStart('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-');
        return text.Length <= MaxIdLength ? text : text[..MaxIdLength].TrimEnd('-');
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex TargetName();

    [GeneratedRegex(@"\A[a-z0-9-]+\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"\A/[A-Za-z0-9/._~%!$&'()*+,;=:@?-]*\z")]
    private static partial Regex Path();
}
