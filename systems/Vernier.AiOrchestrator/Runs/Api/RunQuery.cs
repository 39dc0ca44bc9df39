using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>Reads numbers from the query of a request.</summary>
internal static class RunQuery
{
    /// <summary>Returns a number, or a default if the query does not have it.</summary>
    /// <exception cref="RequestException">400: the value is not a number in the range.</exception>
    public static long Read(HttpContext http, string name, long defaultValue, long minimum, long maximum)
    {
        var values = http.Request.Query[name];
        if (values.Count == 0)
            return defaultValue;
        var isValid = values.Count == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum;
        return isValid
            ? long.Parse(values[0]!, NumberStyles.None, CultureInfo.InvariantCulture)
            : throw RunErrors.Invalid($"{RunErrors.Show(values.ToString())} is not a valid value of {name}. It must be a number from {minimum} to {maximum}.");
    }
}
