using System.IO.Pipelines;

namespace Vernier.Pangolin.Agent;

/// <summary>Two directions of a connection.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
