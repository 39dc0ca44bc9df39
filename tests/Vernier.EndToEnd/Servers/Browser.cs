using Microsoft.Playwright;

namespace Vernier.EndToEnd.Servers;

/// <summary>The installed Chromium without a window. Each context has its own cookies.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts the browser.</summary>
    /// <param name="arguments">Further arguments of the command line.</param>
    public static async Task<Browser> StartAsync(params string[] arguments)
    {
        var program = InstalledProgram.Find("chromium", "chromium");
        var playwright = await Playwright.CreateAsync();
        try
        {
            // As root Chromium starts only without its sandbox.
            return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox", .. arguments] }));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Opens a page with new cookies.</summary>
    /// <param name="options">The options of the context. Default: those of Playwright.</param>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null) => await (await _browser.NewContextAsync(options)).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
