using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Security;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Tests.Console;

namespace Vernier.Pangolin.Tests.Identity;

public sealed class FirstAdministratorTests
{
    [Fact]
    public async Task Start_NoAdministrator_WritesACodeThatOnlyTheOwnerCanRead()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var host = await StartAsync(folder))
        {
            var file = host.Services.GetRequiredService<FirstAdministrator>().SetupCodeFile.ShouldNotBeNull();
            first = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            host.Logs.ToString().ShouldNotContain(first.Trim());
        }

        await using var restarted = await StartAsync(folder);
        (await File.ReadAllTextAsync(folder.Combine("data/setup-code"), TestContext.Current.CancellationToken)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Setup_CorrectCode_CreatesTheAdministratorOnce()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await StartAsync(folder))
        {
            using var client = ConsoleClient.Anonymous(host);
            using var redirected = await client.GetAsync("/");
            redirected.Headers.Location!.OriginalString.ShouldBe("/setup");
            var code = (await File.ReadAllTextAsync(folder.Combine("data/setup-code"), TestContext.Current.CancellationToken)).Trim();

            using var response = await client.SubmitAsync("/setup", "/setup",
                ("code", code.ToLowerInvariant()), ("name", "boss"), ("password", ConsoleClient.Password), ("repeated", ConsoleClient.Password));

            response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            using var sites = await client.GetAsync("/sites");
            sites.StatusCode.ShouldBe(HttpStatusCode.OK);
            File.Exists(folder.Combine("data/setup-code")).ShouldBeFalse();
            host.Services.GetRequiredService<FirstAdministrator>().SetupCodeFile.ShouldBeNull();
            using var again = await client.GetAsync("/setup");
            again.Headers.Location!.OriginalString.ShouldBe("/login");
        }

        await using var restarted = await StartAsync(folder);
        File.Exists(folder.Combine("data/setup-code")).ShouldBeFalse();
    }

    [Fact]
    public async Task Setup_WrongCodes_AreRejectedAndThrottled()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder, "console:max_failed_sign_ins=2");
        using var client = ConsoleClient.Anonymous(host);
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.SubmitAsync("/setup", "/setup",
                ("code", "WRONG"), ("name", "boss"), ("password", ConsoleClient.Password), ("repeated", ConsoleClient.Password));
            statuses.Add(response.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests]);
        (await host.Services.GetRequiredService<Users>().ListAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0.0.0.0", false, "require_authentication")]
    [InlineData("0.0.0.0", true, null)]
    [InlineData("127.0.0.1", false, null)]
    public async Task Start_WithoutAuthentication_ListensBeyondLoopbackOnlyIfAllowed(string address, bool isAllowed, string? error)
    {
        using var folder = new TemporaryFolder();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), 0));
        builder.Services.AddRouting();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["pangolin:data_directory"] = folder.Combine("data"),
            ["pangolin:proxy:port"] = "0",
            ["pangolin:console:require_authentication"] = "false",
            ["pangolin:console:allow_unauthenticated_remote"] = isAllowed ? "true" : "false",
        });
        builder.Services.AddPangolin(builder.Configuration.GetSection("pangolin"));
        await using var app = builder.Build();
        app.MapPangolin();

        if (error is null)
            await app.StartAsync(TestContext.Current.CancellationToken);
        else
            (await Should.ThrowAsync<RemoteAccessException>(() => app.StartAsync(TestContext.Current.CancellationToken))).Message.ShouldContain(error);
    }

    private static Task<PangolinHost> StartAsync(TemporaryFolder folder, params string[] settings) =>
        PangolinHost.StartAsync(settings, folder: folder.Combine("data"), pangolin: ConsoleClient.FastPasswords);
}
