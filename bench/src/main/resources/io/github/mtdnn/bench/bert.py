# BERT in TorchScript, in the form in which libtorch reads it from an archive: every operator of
# libtorch is there, and a step is one call.
#
# Shapes: B sequences, padded to T tokens; D hidden size, A attention heads of H = D / A.
class Bert(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  layers : int
  heads : int
  layer_norm_eps : float
  hidden_dropout : float
  attention_dropout : float
  head_dropout : float
  bf16 : bool
  learning_rate : float
  beta1 : float
  beta2 : float
  epsilon : float
  weight_decay : float
  weights : List[Tensor]
  factors : List[Tensor]
  matrices : List[List[Tensor]]
  vectors : List[List[Tensor]]

  # All weights; and what is updated with decay and without: weights, their first moments, their
  # second moments and the steps made.
  def load(self: __torch__.Bert, weights: List[Tensor], matrices: List[List[Tensor]], vectors: List[List[Tensor]]) -> NoneType:
    self.weights = weights
    self.matrices = matrices
    self.vectors = vectors
    return None

  # What autocast does to the factors of a product; 15 is bfloat16.
  def factor(self: __torch__.Bert, x: Tensor) -> Tensor:
    if self.bf16:
      y = torch.to(x, 15)
    else:
      y = x
    return y

  # Before inference: weights as factors, once for all passes until they change.
  def keep_factors(self: __torch__.Bert) -> NoneType:
    factors = annotate(List[Tensor], [])
    for weight in self.weights:
      factors = torch.append(factors, self.factor(weight))
    self.factors = factors
    return None

  def linear(self: __torch__.Bert, x: Tensor, i: int, train: bool) -> Tensor:
    if train:
      w = self.factor(self.weights[i])
      b = self.factor(self.weights[i + 1])
    else:
      w = self.factors[i]
      b = self.factors[i + 1]
    return torch.linear(self.factor(x), w, b)

  def layer_norm(self: __torch__.Bert, x: Tensor, i: int) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], self.weights[i], self.weights[i + 1], self.layer_norm_eps)

  def embeddings(self: __torch__.Bert, ids: Tensor, types: Tensor, train: bool) -> Tensor:
    x = torch.embedding(self.weights[0], ids)  # (B, T, D)
    x = torch.add(x, torch.slice(self.weights[1], 0, 0, torch.size(ids, 1)))
    x = torch.add(x, torch.embedding(self.weights[2], types))
    return torch.dropout(self.layer_norm(x, 3), self.hidden_dropout, train)

  # The fused operator is the faster one in inference in float32 alone: there is none with dropout,
  # where single operations take its place, in float32 for bf16, too.
  def attention(self: __torch__.Bert, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], train: bool) -> Tensor:
    if self.bf16 or train:
      scores = torch.matmul(q, torch.transpose(k, -2, -1))  # (B, A, T, T)
      scores = torch.div(scores, torch.sqrt(torch.size(q, -1)))
      if mask is not None:
        scores = torch.add(scores, torch.type_as(mask, scores))
      probs = torch.dropout(torch.softmax(scores, -1), self.attention_dropout, train)
      mixed = torch.matmul(probs, v)  # (B, A, T, H)
    else:
      mixed = torch.scaled_dot_product_attention(q, k, v, mask)
    return mixed

  def layer(self: __torch__.Bert, x: Tensor, mask: Optional[Tensor], i: int, train: bool) -> Tensor:
    qkv = torch.unflatten(self.linear(x, i, train), -1, [3, self.heads, -1])  # (B, T, 3, A, H)
    q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]))  # (B, A, T, H)
    mixed = torch.transpose(self.attention(q, k, v, mask, train), 1, 2)
    attended = self.linear(torch.flatten(mixed, 2), i + 2, train)  # (B, T, D)
    y = self.layer_norm(torch.add(x, torch.dropout(attended, self.hidden_dropout, train)), i + 4)
    inner = torch.gelu(self.linear(y, i + 6, train))
    outer = torch.dropout(self.linear(inner, i + 8, train), self.hidden_dropout, train)
    return self.layer_norm(torch.add(y, outer), i + 10)

  # (B, C) in float32, which is 6.
  def logits(self: __torch__.Bert, ids: Tensor, types: Tensor, mask: Tensor, train: bool) -> Tensor:
    if torch.numel(mask) > 0:
      padded : Optional[Tensor] = mask
    else:
      padded = None
    x = self.embeddings(ids, types, train)
    for layer in range(self.layers):
      x = self.layer(x, padded, 5 + 12 * layer, train)
    i = 5 + 12 * self.layers
    pooled = torch.tanh(self.linear(torch.select(x, 1, 0), i, train))
    pooled = torch.dropout(pooled, self.head_dropout, train)
    return torch.to(self.linear(pooled, i + 2, train), 6)

  def update(self: __torch__.Bert, of: List[List[Tensor]], grads: List[Tensor], weight_decay: float) -> NoneType:
    torch._foreach_add_(of[3], 1)
    torch._fused_adamw_(of[0], grads, of[1], of[2], annotate(List[Tensor], []), of[3], lr=self.learning_rate, beta1=self.beta1, beta2=self.beta2, weight_decay=weight_decay, eps=self.epsilon, amsgrad=False, maximize=False)
    return None

  # Inference: the logits, with the factors that were kept.
  def infer(self: __torch__.Bert, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
    return self.logits(ids, types, mask, False)

  # A training step: the loss. The gradients are new in each, so there are none to set to zero.
  def train_step(self: __torch__.Bert, ids: Tensor, types: Tensor, mask: Tensor, labels: Tensor) -> Tensor:
    loss = torch.cross_entropy_loss(self.logits(ids, types, mask, True), labels)
    matrix_grads = annotate(List[Tensor], [])
    vector_grads = annotate(List[Tensor], [])
    for found in torch.grad([loss], self.weights):
      grad = unchecked_cast(Tensor, found)
      if torch.dim(grad) > 1:
        matrix_grads = torch.append(matrix_grads, grad)
      else:
        vector_grads = torch.append(vector_grads, grad)
    torch.set_grad_enabled(False)
    self.update(self.matrices, matrix_grads, self.weight_decay)
    self.update(self.vectors, vector_grads, 0.)
    torch.set_grad_enabled(True)
    return torch.detach(loss)
