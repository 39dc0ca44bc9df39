using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>
/// Stands outside all middleware, that of the library too, and tells when a request has left it: a client may have its answer before.
/// </summary>
internal sealed class RequestEnds : IStartupFilter
{
    private readonly SemaphoreSlim _ended = new(0);

    /// <summary>Waits for one more request to end.</summary>
    public async Task NextAsync() => (await _ended.WaitAsync(TestTimeouts.Default, TestContext.Current.CancellationToken)).ShouldBeTrue("no request has ended");

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => async context =>
        {
            try
            {
                await inner(context);
            }
            finally
            {
                _ended.Release();
            }
        });
        next(app);
    };
}
