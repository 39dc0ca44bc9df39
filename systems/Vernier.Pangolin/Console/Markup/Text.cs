using System.Globalization;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>Values as people read them.</summary>
internal static class Text
{
    /// <summary>A time, relative to now, with the exact time as a tooltip.</summary>
    public static Html Ago(DateTimeOffset? when, DateTimeOffset now)
    {
        if (when is not { } time)
            return Html.Of($"""<span class="dim">never</span>""");
        var difference = now - time;
        return Time(time, difference >= TimeSpan.Zero ? $"{Span(difference)} ago" : $"in {Span(-difference)}");
    }

    /// <summary>A time in UTC.</summary>
    public static Html At(DateTimeOffset time) => Time(time, time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>A state with a symbol, so that it does not depend on the color.</summary>
    /// <param name="kind">The kind: good, bad, warn or idle.</param>
    /// <param name="text">The text.</param>
    public static Html Badge(string kind, string text) => Html.Of($"""<span class="badge {kind}">{text}</span>""");

    public static Html Code(string text) => Html.Of($"<code>{text}</code>");

    public static Html Dim(string text) => Html.Of($"""<span class="dim">{text}</span>""");

    /// <summary>A link to an entity, whose identifier is a part of the path.</summary>
    public static Html Link(string folder, string id, string title) => Html.Of($"""<a href="{folder}/{Uri.EscapeDataString(id)}">{title}</a>""");

    /// <summary>A name such as <c>header_auth</c> as text: header auth.</summary>
    public static string Words<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    private static Html Time(DateTimeOffset time, string text) => Html.Of(
        $"""<time datetime="{time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}" title="{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC">{text}</time>""");

    private static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} days",
    };
}
