using Vernier.Pangolin.Console.Editing;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>The fields of a form with their labels, hints and errors.</summary>
/// <param name="errors">The errors of the input, by field.</param>
internal sealed class FormFields(IReadOnlyList<InputError>? errors = null)
{
    /// <summary>A text field.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="label">The label.</param>
    /// <param name="value">The value.</param>
    /// <param name="hint">What is allowed.</param>
    /// <param name="type">The type of the input.</param>
    /// <param name="autocomplete">What browsers may fill in.</param>
    /// <param name="isRequired">Whether browsers require a value.</param>
    /// <param name="isMarked">Whether a field without required value is marked as optional.</param>
    public Html Input(
        string name, string label, string? value, string? hint = null, string type = "text", string autocomplete = "off", bool isRequired = false, bool isMarked = true) => Html.Of($"""
        <div class="field"><label for="{name}">{label}{Optional(isRequired || !isMarked)}</label>
        <input id="{name}" name="{name}" type="{type}" value="{value}" autocomplete="{autocomplete}"{Html.If(isRequired, $" required")}{Describe(name, hint)}>
        {Help(name, hint)}</div>
        """);

    /// <summary>A field for several lines.</summary>
    public Html Lines(string name, string label, IEnumerable<string> lines, string? hint = null) => Html.Of($"""
        <div class="field"><label for="{name}">{label}</label>
        <textarea id="{name}" name="{name}" rows="3" spellcheck="false"{Describe(name, hint)}>
        {string.Join('\n', lines)}</textarea>
        {Help(name, hint)}</div>
        """);

    /// <summary>A list of choices.</summary>
    public Html Select(string name, string label, IEnumerable<(string Value, string Text)> options, string? selected, string? hint = null) => Html.Of($"""
        <div class="field"><label for="{name}">{label}</label>
        <select id="{name}" name="{name}"{Describe(name, hint)}>
        {options.Select(option => Html.Of($"""<option value="{option.Value}"{Html.If(option.Value == selected, $" selected")}>{option.Text}</option>"""))}
        </select>
        {Help(name, hint)}</div>
        """);

    /// <summary>A check box.</summary>
    public static Html Check(string name, string label, bool isChecked, string value = "true", string? id = null) => Html.Of(
        $"""<label class="check" for="{id ?? name}"><input id="{id ?? name}" name="{name}" type="checkbox" value="{value}"{Html.If(isChecked, $" checked")}> {label}</label>""");

    /// <summary>All errors, with links to their fields; empty if there are none.</summary>
    public Html Summary() => errors is null or [] ? Html.Empty : Html.Of($"""
        <div class="error" role="alert" tabindex="-1" autofocus><strong>{Count(errors.Count)}</strong>
        <ul>{errors.Select(error => Html.Of($"<li>{LinkTo(error)}</li>"))}</ul></div>
        """);

    private static string Count(int count) => count == 1 ? "Correct this value:" : "Correct these values:";

    private static Html LinkTo(InputError error) => error.Field.Length == 0 ? Html.Of($"{error.Message}") : Html.Of($"""<a href="#{error.Field}">{error.Message}</a>""");

    private static Html Optional(bool isUnmarked) => Html.If(!isUnmarked, $""" <span class="dim">(optional)</span>""");

    private string? ErrorOf(string name) => errors?.FirstOrDefault(error => error.Field == name)?.Message;

    private Html Describe(string name, string? hint)
    {
        var hasError = ErrorOf(name) is not null;
        return Html.If(hasError || hint is not null, $" aria-describedby=\"{name}-help\"{Html.If(hasError, $" aria-invalid=\"true\"")}");
    }

    private Html Help(string name, string? hint) => ErrorOf(name) is { } error
        ? Html.Of($"""<p class="hint invalid" id="{name}-help">{error}</p>""")
        : Html.If(hint is not null, $"""<p class="hint" id="{name}-help">{hint}</p>""");
}
