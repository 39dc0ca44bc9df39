using System.Net;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Email;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class EmailSignInTests
{
    private static readonly SignInPolicyInput ByEmail = new() { Methods = ["email"], EmailAllowed = ["ada@example.org", "@Example.COM"] };

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData(" Bob@EXAMPLE.com ")]
    public async Task Code_FromTheMail_IsAllowed106(string address)
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail);
        using var browser = new TestBrowser();
        var form = await RequestAsync(app, browser, address);
        var code = await mail.CodeAsync(1);
        var forwarded = ForwardedRequest.Of(await browser.SubmitAsync(form, "/sign-in/email/code", ("code", $" {code[..4]} {code[4..]}")));
        forwarded.Headers["Remote-User"].ShouldBe(address.Trim().ToLowerInvariant());
        forwarded.Headers["Remote-Email"].ShouldBe(address.Trim().ToLowerInvariant());
        app.Decisions(AuthMethod.Email, "valid_email").ShouldBe(2);
        (await app.DecisionsAsync()).ShouldContain(entry => (int)entry.Decision == 106);
        mail.Mails.ShouldHaveSingleItem().ShouldContain("Subject: Your code for app");
        mail.Recipients.ShouldBe([address.Trim().ToLowerInvariant()]);
        app.Server.Logs.ToString().ShouldNotContain(code);
    }

    [Theory]
    [InlineData("eve@example.net")]
    [InlineData("ada@example.org.evil.test")]
    [InlineData("ada@sub.example.com")]
    [InlineData("ada@example.org\r\nBcc: eve@example.net")]
    [InlineData("eve@example.net, ada@example.org")]
    [InlineData("not an address")]
    public async Task Address_NotAllowed_GetsTheSamePageAndNoMail(string address)
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail);
        using var browser = new TestBrowser();
        var form = await RequestAsync(app, browser, address);
        form.Text.ShouldContain("If the address is allowed to sign in, a code was sent to it.");
        (await browser.PostAsync(form, "/sign-in/email/code", ("code", "12345678"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        app.Failures(AuthMethod.Email, "invalid_credentials").ShouldBe(2);
        // The queue is in order: the mail for another address is the first one.
        await RequestAsync(app, browser, "ada@example.org");
        await mail.CodeAsync(1);
        mail.Recipients.ShouldBe(["ada@example.org"]);
    }

    [Fact]
    public async Task Code_WrongFiveTimes_IsUsedUp()
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail, "console:max_failed_sign_ins=100");
        using var browser = new TestBrowser();
        var form = await RequestAsync(app, browser, "ada@example.org");
        var code = await mail.CodeAsync(1);
        for (var i = 0; i < EmailCodeStore.MaxAttempts; i++)
            (await browser.PostAsync(form, "/sign-in/email/code", ("code", "wrong"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await browser.PostAsync(form, "/sign-in/email/code", ("code", code));
        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.Text.ShouldContain("was entered too often");
    }

    [Fact]
    public async Task Code_UsedTwice_IsRejected()
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail);
        using var browser = new TestBrowser();
        var form = await RequestAsync(app, browser, "ada@example.org");
        var code = await mail.CodeAsync(1);
        (await browser.PostAsync(form, "/sign-in/email/code", ("code", code))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await browser.PostAsync(form, "/sign-in/email/code", ("code", code))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Code_Expired_IsRejected()
    {
        await using var mail = new SmtpServerStandIn();
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(ByEmail, Settings(mail), time);
        using var browser = new TestBrowser();
        var form = await RequestAsync(app, browser, "ada@example.org");
        var code = await mail.CodeAsync(1);
        time.Advance(CodeSender.Lifetime);
        (await browser.PostAsync(form, "/sign-in/email/code", ("code", code))).Text.ShouldContain("The code has expired.");
        app.Failures(AuthMethod.Email, "expired").ShouldBe(1);
    }

    [Fact]
    public async Task Code_InAnotherBrowser_IsRejected()
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail);
        using var victim = new TestBrowser();
        using var attacker = new TestBrowser();
        var form = await RequestAsync(app, victim, "ada@example.org");
        var code = await mail.CodeAsync(1);
        var id = form.HiddenFields("/sign-in/email/code").Single(field => field.Key == "id").Value;
        var own = await RequestAsync(app, attacker, "eve@example.net");
        var fields = own.HiddenFields("/sign-in/email/code").Where(field => field.Key != "id").Append(new("id", id)).Append(new("code", code));
        var page = await attacker.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(own.Address, "/sign-in/email/code")) { Content = new FormUrlEncodedContent(fields) });
        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Requests_TooMany_AreThrottled()
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await StartAsync(mail, ByEmail);
        using var browser = new TestBrowser();
        var form = await browser.OpenAsync(app.At("/"));
        for (var i = 0; i < 3; i++)
            (await browser.PostAsync(form, "/sign-in/email", ("email", "ada@example.org"))).Status.ShouldBe(HttpStatusCode.OK);
        var page = await browser.PostAsync(form, "/sign-in/email", ("email", "ada@example.org"));
        page.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers["Retry-After"].ShouldBe("900");
        await mail.CodeAsync(3);
        mail.Mails.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Server_RejectsOrIsDown_IsLoggedWithoutAddress()
    {
        var mail = new SmtpServerStandIn { RejectsRecipients = true };
        await using var app = await StartAsync(mail, ByEmail);
        using var browser = new TestBrowser();
        await RequestAsync(app, browser, "ada@example.org");
        await Testing.Waiting.UntilAsync(() => app.Server.Logs.ToString().Contains("rejected the recipient", StringComparison.Ordinal), "the rejection is logged");
        await mail.DisposeAsync();
        await RequestAsync(app, browser, "ada@example.org");
        await Testing.Waiting.UntilAsync(() => app.Server.Logs.ToString().Contains($"The mail server 127.0.0.1:{mail.Port} failed", StringComparison.Ordinal), "the failure is logged");
        await Testing.Waiting.UntilAsync(() => app.Failures(AuthMethod.Email, "provider_failed") == 2, "both failures are counted");
        app.Server.Logs.ToString().ShouldNotContain("ada@example.org");
    }

    [Fact]
    public async Task Mail_WithCredentialsAndHostileName_IsSent()
    {
        await using var mail = new SmtpServerStandIn();
        await using var app = await SignInApp.StartEmptyAsync([.. Settings(mail), "sign_in:smtp:user=mailer", "sign_in:smtp:password=secret of the mailer"]);
        await app.Server.AddResourceAsync(new Resource { Id = "app", Name = "x\r\nBcc: eve@example.net", SiteId = SignInApp.Site, Kind = ResourceKind.Http, Host = SignInApp.Host });
        await app.SetAsync("app", ByEmail);
        using var browser = new TestBrowser();
        await RequestAsync(app, browser, "ada@example.org");
        await mail.CodeAsync(1);
        mail.Logins.ShouldNotBeEmpty();
        mail.Mails.ShouldHaveSingleItem().ShouldContain("Subject: Your code for xBcc: eve@example.net\r\n");
        mail.Recipients.ShouldBe(["ada@example.org"]);
        app.Server.Logs.ToString().ShouldNotContain("secret of the mailer");
    }

    private static Task<SignInApp> StartAsync(SmtpServerStandIn mail, SignInPolicyInput policy, params IEnumerable<string> settings) =>
        SignInApp.StartAsync(policy, [.. Settings(mail), .. settings]);

    private static IEnumerable<string> Settings(SmtpServerStandIn mail) =>
        ["sign_in:smtp:host=127.0.0.1", $"sign_in:smtp:port={mail.Port}", "sign_in:smtp:encryption=none", "sign_in:smtp:from=Pangolin <no-reply@example.org>"];

    private static async Task<TestPage> RequestAsync(SignInApp app, TestBrowser browser, string address) =>
        await browser.PostAsync(await browser.OpenAsync(app.At("/")), "/sign-in/email", ("email", address));
}
