using Microsoft.Playwright;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Console;

/// <summary>Uses a page with the keyboard only.</summary>
internal sealed class Keyboard(IPage page)
{
    private const int MaxTabs = 80;

    /// <summary>Moves the focus forward with the Tab key until it is on an element.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var i = 0; i < MaxTabs; i++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }
        throw new TimeoutException($"The Tab key does not reach {selector} on {page.Url} within {MaxTabs} steps.");
    }

    /// <summary>Types into a field.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await TabToAsync(selector);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Presses Enter on a link or button and waits for the next page.</summary>
    public async Task PressAsync(string selector)
    {
        await TabToAsync(selector);
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage loadedPage) => loaded.TrySetResult();
        page.Load += Loaded;
        try
        {
            await page.Keyboard.PressAsync("Enter");
            await loaded.Task.WithTimeout();
        }
        finally
        {
            page.Load -= Loaded;
        }
    }
}
