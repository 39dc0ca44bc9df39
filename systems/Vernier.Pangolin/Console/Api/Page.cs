using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items of the part.</param>
/// <param name="Total">The number of items of the whole list.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total);

/// <summary>Which part of a list is requested.</summary>
/// <param name="Limit">The maximum number of items.</param>
/// <param name="Offset">The number of items that are skipped.</param>
internal readonly record struct PageRange(int Limit, int Offset)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <exception cref="RequestException">400: a value is out of range.</exception>
    public static PageRange Of(int? limit, int? offset)
    {
        if (limit is < 1 or > MaxLimit)
            throw new RequestException(StatusCodes.Status400BadRequest, $"The parameter limit must be a number from 1 to {MaxLimit}; it is {limit}.");
        if (offset < 0)
            throw new RequestException(StatusCodes.Status400BadRequest, $"The parameter offset must not be negative; it is {offset}.");
        return new(limit ?? DefaultLimit, offset ?? 0);
    }

    public Page<T> Apply<T>(IReadOnlyCollection<T> all) => new([.. all.Skip(Offset).Take(Limit)], all.Count);
}
