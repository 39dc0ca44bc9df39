using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>The values of a form.</summary>
internal sealed class FormValues(IFormCollection form)
{
    private static readonly int[] StatusesOfForms =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status409Conflict,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status429TooManyRequests,
    ];

    /// <exception cref="RequestException">400: the form is invalid; 413: it is too large.</exception>
    public static async Task<FormValues> ReadAsync(HttpContext http) => new(await Antiforgery.ReadFormAsync(http).ConfigureAwait(false));

    /// <summary>Returns a value without the spaces around it.</summary>
    public string this[string name] => form[name].ToString().Trim();

    /// <summary>Returns a value as it was typed, such as a password.</summary>
    public string Exact(string name) => form[name].ToString();

    /// <summary>Returns a value; null if it is empty.</summary>
    public string? Optional(string name) => this[name] is { Length: > 0 } value ? value : null;

    public bool IsChecked(string name) => form[name].Count > 0;

    /// <summary>Returns the values of check boxes with the same name.</summary>
    public IReadOnlyList<string> All(string name) => [.. form[name].OfType<string>()];

    /// <summary>Returns the lines of a field, without empty ones.</summary>
    public IReadOnlyList<string> Lines(string name) =>
        form[name].ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns a number; null if the value is empty or not a number.</summary>
    public int? Number(string name) => int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Returns the errors that a form shows; null for other errors, which have a page.</summary>
    public static IReadOnlyList<InputError>? ErrorsOf(RequestException exception) =>
        exception is InvalidInputException invalid ? invalid.Errors
        : StatusesOfForms.Contains(exception.Status) ? [new InputError("", exception.Message)]
        : null;
}
