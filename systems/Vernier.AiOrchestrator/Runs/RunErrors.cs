using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>The errors of requests for a run.</summary>
internal static class RunErrors
{
    private const int MaxShown = 100;

    public static RequestException NotFound(string id) => new(404, $"Run {Show(id)} not found.");

    public static RequestException Forbidden(string id) => new(403, $"Run {id} belongs to another user.");

    public static RequestException Ended(Run run) => new(409, $"Run {run.Id} has ended: {EnumNames<RunStatus>.Of(run.Status)}.");

    public static RequestException Invalid(string message) => new(400, message);

    /// <summary>Returns a value of a request for a message, shortened and without control characters.</summary>
    public static string Show(string value)
    {
        var shown = value.Length > MaxShown ? value[..MaxShown] + "…" : value;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}'";
    }
}
