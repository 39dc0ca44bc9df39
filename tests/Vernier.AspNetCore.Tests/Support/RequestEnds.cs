using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>
/// The outermost middleware. Signals when a request has ended, which may be after the client received the response.
/// </summary>
internal sealed class RequestEnds : IStartupFilter
{
    private readonly SemaphoreSlim _ended = new(0);

    /// <summary>Waits until one more request has ended.</summary>
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
