using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Models;

/// <summary>One leg: the client of an OpenAI-compatible API, with a timeout and a circuit breaker. Thread-safe.</summary>
internal sealed class ModelConnection
{
    private readonly ModelAddress? _address;
    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly TimeSpan _timeout;
    private readonly long _maxResponseBytes;
    private AddressedClient? _client;

    /// <param name="leg">The leg.</param>
    /// <param name="settings">Its options.</param>
    /// <param name="options">The options of all legs.</param>
    /// <param name="address">The address of the application, for a leg without one.</param>
    /// <param name="http">Sends the requests; it must not have a timeout.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger.</param>
    public ModelConnection(ModelLeg leg, ModelLegOptions settings, ModelOptions options, ModelAddress? address, HttpClient http, TimeProvider time, ILogger logger)
    {
        Leg = leg;
        Settings = settings;
        _address = address;
        _http = http;
        _logger = logger;
        _timeout = options.Timeout;
        _maxResponseBytes = options.MaxResponseBytes;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(BreakerOf(options.CircuitBreaker))
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
    }

    public ModelLeg Leg { get; }

    public ModelLegOptions Settings { get; }

    /// <summary>All models that the options of the leg contain.</summary>
    public IEnumerable<string> Models => Settings.Models.Values.Prepend(Settings.Model).Distinct();

    /// <summary>Whether an address is configured, or the application supplies one.</summary>
    public bool HasAddressSource => Settings.Url is not null || _address is not null;

    /// <summary>Returns the model of a complexity.</summary>
    public string ModelOf(Complexity complexity) =>
        Settings.Models.FirstOrDefault(entry => EnumNames<Complexity>.TryParse(entry.Key, out var named) && named == complexity).Value ?? Settings.Model;

    /// <summary>Calls a model once.</summary>
    /// <exception cref="ModelLegException">The call failed.</exception>
    public async Task<ModelCompletion> CompleteAsync(string model, IReadOnlyList<ModelMessage> messages, CancellationToken cancellation)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await SendAsync(model, messages, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            throw new ModelLegException($"no response within {_timeout.TotalSeconds} s");
        }
        catch (BrokenCircuitException exception)
        {
            var remaining = exception.RetryAfter is { } delay ? $" for another {Math.Ceiling(delay.TotalSeconds)} s" : "";
            throw new ModelLegException($"the circuit breaker is open{remaining}") { IsUnsent = true };
        }
    }

    private async Task<ModelCompletion> SendAsync(string model, IReadOnlyList<ModelMessage> messages, CancellationToken cancellation)
    {
        var url = Settings.Url ?? _address?.Current ?? throw new ModelLegException("no address is configured (url)") { IsUnsent = true };
        var client = ClientOf(url).GetChatClient(model);
        var chat = messages.Select(message => message.IsSystem ? (ChatMessage)new SystemChatMessage(message.Text) : new UserChatMessage(message.Text));
        try
        {
            var result = await client.CompleteChatAsync(chat, options: null, cancellation).ConfigureAwait(false);
            return Check(model, result.Value);
        }
        catch (ClientResultException exception)
        {
            throw exception.Status == 0 ? ConnectionFailure(exception) : StatusFailure(exception.Status);
        }
        catch (HttpRequestException exception)
        {
            throw ConnectionFailure(exception);
        }
        catch (Exception exception) when (exception is not (ModelLegException or OperationCanceledException))
        {
            // The client has no exception type for a response that it cannot read.
            ModelLog.UnreadableResponse(_logger, exception, Leg, model);
            throw new ModelLegException(exception is JsonException ? "the response is empty or not valid JSON" : "the response is not a chat completion");
        }
    }

    private ModelCompletion Check(string model, ChatCompletion completion)
    {
        if (completion.Usage is not { } reported)
            ModelLog.NoUsage(_logger, Leg, model);
        else if (reported.InputTokenCount < 0 || reported.OutputTokenCount < 0)
            throw new ModelLegException($"the response reports {reported.InputTokenCount} input tokens and {reported.OutputTokenCount} output tokens");

        var usage = new ModelUsage(completion.Usage?.InputTokenCount ?? 0, completion.Usage?.OutputTokenCount ?? 0);
        var text = string.Concat(completion.Content.Select(part => part.Text));
        if (string.IsNullOrWhiteSpace(text))
            throw new ModelLegException($"the response has no text (finish reason {completion.FinishReason})") { Usage = usage };
        return new ModelCompletion(text, usage);
    }

    private ModelLegException ConnectionFailure(Exception exception)
    {
        var http = exception as HttpRequestException ?? exception.InnerException as HttpRequestException;
        if (http?.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            return new ModelLegException($"the response exceeds {_maxResponseBytes} bytes");
        var message = http?.Message ?? exception.Message;
        var cause = exception.GetBaseException().Message;
        return new ModelLegException($"connection failed: {(message.Contains(cause, StringComparison.Ordinal) ? message : $"{message} {cause}").TrimEnd('.')}");
    }

    private static ModelLegException StatusFailure(int status) => new($"{status} {ReasonPhrases.GetReasonPhrase(status)}".TrimEnd())
    {
        IsInvalidRequest = status is 400 or 413 or 422,
    };

    private OpenAIClient ClientOf(Uri url)
    {
        if (_client is { } current && current.Url == url)
            return current.Client;
        var options = new OpenAIClientOptions
        {
            Endpoint = url,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan, // The pipeline has the timeout.
            Transport = new HttpClientPipelineTransport(_http),
        };
        if (Settings.ApiKey is null)
            options.AddPolicy(new NoCredentials(), PipelinePosition.BeforeTransport);
        var client = new OpenAIClient(new ApiKeyCredential(Settings.ApiKey ?? NoCredentials.Placeholder), options);
        _client = new AddressedClient(url, client);
        return client;
    }

    private CircuitBreakerStrategyOptions BreakerOf(ModelBreakerOptions options) => new()
    {
        FailureRatio = options.FailureRatio,
        MinimumThroughput = options.MinCalls,
        SamplingDuration = options.SamplingDuration,
        BreakDuration = options.BreakDuration,
        StateProvider = _breaker,
        ShouldHandle = arguments => ValueTask.FromResult(IsFailure(arguments.Outcome.Exception)),
        OnOpened = arguments =>
        {
            ModelLog.BreakerOpened(_logger, Leg, arguments.BreakDuration);
            return default;
        },
        OnClosed = _ =>
        {
            ModelLog.BreakerClosed(_logger, Leg);
            return default;
        },
    };

    private bool IsFailure(Exception? exception) => exception switch
    {
        ModelLegException failure => !failure.IsInvalidRequest && !failure.IsUnsent,
        TimeoutRejectedException => true,
        // The strategy has successes and failures only. A canceled trial must not close the circuit.
        OperationCanceledException => _breaker.CircuitState == CircuitState.HalfOpen,
        _ => false,
    };

    private sealed record AddressedClient(Uri Url, OpenAIClient Client);
}
