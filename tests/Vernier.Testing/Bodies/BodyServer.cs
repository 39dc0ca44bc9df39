using Vernier.Testing.Parsing;

namespace Vernier.Testing.Bodies;

/// <summary>A running system whose routes are tested with broken request bodies.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Application">Stops it.</param>
/// <param name="Routes">The routes.</param>
/// <param name="Scrape">Reads its metrics.</param>
/// <param name="Backend">A server behind it, which is stopped after it; null if there is none.</param>
internal sealed record BodyServer(
    Uri Address, IAsyncDisposable Application, IReadOnlyList<BodyRoute> Routes, Func<ParsedExposition> Scrape, IAsyncDisposable? Backend = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        if (Backend is not null)
            await Backend.DisposeAsync();
    }
}
