using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>Collects the errors of an input, so that all of them are reported at once. Not thread-safe.</summary>
internal sealed class InputErrors
{
    private readonly List<InputError> _errors = [];

    /// <summary>Adds an error.</summary>
    /// <param name="field">The path of the field, such as <c>targets[0].weight</c>.</param>
    /// <param name="message">What is wrong and what is allowed, as a sentence.</param>
    public void Add(string field, string message) => _errors.Add(new(field, message));

    /// <summary>Adds an error if a condition is not met.</summary>
    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            Add(field, message);
    }

    /// <exception cref="InvalidInputException">There are errors.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
            throw new InvalidInputException(_errors);
    }
}

/// <summary>What is wrong with one field.</summary>
internal sealed record InputError(string Field, string Message);

/// <summary>An input with invalid values: 422 with all errors.</summary>
internal sealed class InvalidInputException(IReadOnlyList<InputError> errors)
    : RequestException(StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.Select(error => error.Message)))
{
    public IReadOnlyList<InputError> Errors { get; } = errors;
}
