using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Vernier.Services.Web;

/// <summary>The parameters that a provider sends to the callback.</summary>
internal sealed class CallbackParameters(IReadOnlyDictionary<string, StringValues> parameters)
{
    private const int MaxLength = 4096;

    /// <summary>Returns the parameters of a request.</summary>
    public static CallbackParameters Of(HttpContext http) => http.Features.GetRequiredFeature<CallbackParameters>();

    /// <summary>Returns a parameter; null if it is missing.</summary>
    /// <exception cref="RequestException">400: the parameter occurs more than once or is too long.</exception>
    public string? Find(string name) => parameters.GetValueOrDefault(name) switch
    {
        [] => null,
        [{ Length: <= MaxLength } value] => value,
        _ => throw new RequestException(StatusCodes.Status400BadRequest, $"The parameter {name} must be unique and have at most {MaxLength} characters."),
    };
}
