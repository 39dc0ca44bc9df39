using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Requests;

/// <summary>On Kestrel, because the server determines the response to an exception.</summary>
public class FailedRequestTests
{
    private const string InvalidOperation = "System.InvalidOperationException";
    private const string BadRequest = "Microsoft.AspNetCore.Http.BadHttpRequestException";

    [Fact]
    public async Task Request_UnhandledException_Is500()
    {
        await using var app = await StartAsync();
        await ExpectAsync(app, "/fail", HttpStatusCode.InternalServerError, "/fail", "500", InvalidOperation);
    }

    [Fact]
    public async Task Request_ExceptionAfterTheResponseStarted_Is500()
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/fail-late");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.RequestEndedAsync();
        Count(app, "/fail-late", "500", InvalidOperation).ShouldBe(1);
    }

    [Fact]
    public async Task Request_BadHttpRequestException_IsItsStatus()
    {
        await using var app = await StartAsync();
        await ExpectAsync(app, "/too-large", HttpStatusCode.RequestEntityTooLarge, "/too-large", "413", BadRequest);
    }

    // The client received 200 and a response that is cut off: a failure, whatever status the exception carries.
    [Fact]
    public async Task Request_BadHttpRequestExceptionAfterTheResponseStarted_Is500()
    {
        await using var app = await StartAsync(a => a.MapGet("/too-large-late", async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            throw new BadHttpRequestException("too large", 413);
        }));
        using var client = await RawConnection.RequestAsync(app.Url, "/too-large-late");
        var response = await client.ReadToEndAsync();
        response.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        response.ShouldEndWith("5\r\nfirst\r\n");
        await app.RequestEndedAsync();
        Count(app, "/too-large-late", "500", BadRequest).ShouldBe(1);
    }

    [Theory]
    [InlineData(false, "HTTP/1.1 400 Bad Request\r\n", "400")]
    [InlineData(true, "HTTP/1.1 200 OK\r\n", "500")]
    public async Task Request_BrokenBody_IsTheStatusThatTheClientCanKnowOf(bool startsFirst, string statusLine, string counted)
    {
        await using var app = await StartAsync(a => a.MapPost("/upload", async context =>
        {
            if (startsFirst)
                await context.Response.StartAsync();
            await context.Request.Body.CopyToAsync(Stream.Null);
        }));
        using var client = await RawConnection.SendAsync(
            app.Url, $"POST /upload HTTP/1.1\r\nHost: {app.Url.Authority}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n");
        (await client.ReadToEndAsync()).ShouldStartWith(statusLine);
        await app.RequestEndedAsync();
        app.Read().Completed("POST", "/upload", counted, "Microsoft.AspNetCore.Server.Kestrel.Core.BadHttpRequestException").ShouldBe(1);
    }

    [Fact]
    public async Task Request_StatusFrom500WithoutAnException_IsItsErrorType()
    {
        await using var app = await StartAsync(a => a.MapGet("/busy", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        })));
        await ExpectAsync(app, "/busy", HttpStatusCode.ServiceUnavailable, "/busy", "503", "503");
    }

    [Fact]
    public async Task Request_ExceptionHandler_IsCountedForTheFailedRoute()
    {
        await using var app = await StartAsync(a => a.UseExceptionHandler("/error"));
        await ExpectAsync(app, "/fail", HttpStatusCode.InternalServerError, "/fail", "500", InvalidOperation);
        app.Read().Family(RequestSeries.Duration).Histograms().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Request_FailureBeforeRouting_HasNoRoute()
    {
        await using var app = await StartAsync(a =>
        {
            a.UseExceptionHandler("/error");
            a.Use(next => context => context.Request.Path == "/early" ? throw new InvalidOperationException("fails") : next(context));
            a.UseRouting();
        });
        (await app.GetAsync("/early")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await app.RequestEndedAsync();
        app.Read().Completed("GET", null, "500", InvalidOperation).ShouldBe(1);
    }

    [Fact]
    public async Task Request_ExceptionHandlerSetsStatus_IsThatStatus()
    {
        await using var app = await StartAsync(a => a.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            StatusCodeSelector = _ => 503,
        }));
        await ExpectAsync(app, "/fail", HttpStatusCode.ServiceUnavailable, "/fail", "503", InvalidOperation);
    }

    [Fact]
    public async Task Request_DeveloperExceptionPage_Is500()
    {
        await using var app = await StartAsync(a => a.UseDeveloperExceptionPage());
        await ExpectAsync(app, "/fail", HttpStatusCode.InternalServerError, "/fail", "500", "500"); // The page does not reveal the exception to other middleware.
    }

    [Fact]
    public async Task Request_StatusCodePageReExecution_IsCountedForTheOriginalRoute()
    {
        await using var app = await StartAsync(a => a.UseStatusCodePagesWithReExecute("/error"));
        await ExpectAsync(app, "/nothing-here", HttpStatusCode.NotFound, "/nothing-here", "404");
        await app.GetAsync("/no/such/route");
        await app.RequestEndedAsync();
        app.Read().Completed("GET", null, "404").ShouldBe(1);
    }

    [Fact]
    public async Task Request_Rewritten_IsCountedForTheServingRoute()
    {
        await using var app = await StartAsync(a => a.UseRewriter(new RewriteOptions().AddRewrite("^old/", "nothing-here", true)));
        await ExpectAsync(app, "/old/page", HttpStatusCode.NotFound, "/nothing-here", "404");
    }

    [Fact]
    public async Task Request_ClientDisconnectsBeforeTheResponse_Is499()
    {
        var inside = new TaskCompletionSource();
        await using var app = await StartAsync(a => a.MapGet("/wait", async context =>
        {
            inside.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using (await RawConnection.RequestAsync(app.Url, "/wait"))
            await inside.Task.WithTimeout();
        await app.RequestEndedAsync();
        Count(app, "/wait", "499").ShouldBe(1);
    }

    [Fact]
    public async Task Request_ClientDisconnectsFromAStream_Is499()
    {
        await using var app = await StartAsync(a => a.MapGet("/stream", async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            var gone = new TaskCompletionSource();
            await using (context.RequestAborted.Register(gone.SetResult))
                await gone.Task;
        }));
        using (var client = await RawConnection.RequestAsync(app.Url, "/stream"))
            (await client.ReadStatusLineAsync()).ShouldBe("HTTP/1.1 200 OK");
        await app.RequestEndedAsync();
        Count(app, "/stream", "499").ShouldBe(1);
    }

    private static Task<TestApp> StartAsync(Action<WebApplication>? configure = null) => TestApp.StartOnKestrelAsync(app =>
    {
        configure?.Invoke(app);
        app.MapMetrics();
        app.Map("/error", context => context.Response.WriteAsync("An error page."));
        app.MapGet("/fail", (RequestDelegate)(_ => throw new InvalidOperationException("fails")));
        app.MapGet("/too-large", (RequestDelegate)(_ => throw new BadHttpRequestException("too large", 413)));
        app.MapGet("/fail-late", async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("fails late");
        });
        app.MapGet("/nothing-here", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }));
    });

    private static async Task ExpectAsync(TestApp app, string path, HttpStatusCode status, string route, string counted, string? error = null)
    {
        using var response = await app.GetAsync(path);
        response.StatusCode.ShouldBe(status);
        await app.RequestEndedAsync();
        Count(app, route, counted, error).ShouldBe(1);
        app.Read().Active("GET").ShouldBe(0);
    }

    private static double Count(TestApp app, string route, string status, string? error = null) =>
        app.Read().Completed("GET", route, status, error);
}
