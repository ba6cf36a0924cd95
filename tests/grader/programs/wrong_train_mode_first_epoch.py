# truth: {"l1": false, "l2": true, "dropout": false, "early_stopping": true, "best_restored": true, "bugs": ["dropout_off_after_first_validation"], "also": [], "data": "wine"}
import torch, copy
from torch import nn

def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 64), nn.SiLU(), nn.Dropout(.25), nn.Linear(64, out_features))

def train(model, train_loader, val_loader, *, max_epochs, patience):
    ce = nn.CrossEntropyLoss()
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=2e-2)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=8e-3, epochs=max_epochs, steps_per_epoch=len(train_loader))
    H = {'train_loss': [], 'val_loss': []}
    bl, bw, w = float('inf'), None, 0
    for e in range(max_epochs):
        if e == 0: model.train()
        t = 0.; n = 0
        for x, y in train_loader:
            opt.zero_grad()
            l = ce(model(x), y); l.backward()
            opt.step(); sched.step()
            t += l.item() * y.size(0); n += y.size(0)
        H['train_loss'].append(t / n)
        model.eval(); v = 0.; n = 0
        with torch.no_grad():
            for x, y in val_loader:
                v += ce(model(x), y).item() * y.size(0); n += y.size(0)
        H['val_loss'].append(v / n)
        if v / n < bl: bl = v / n; bw = copy.deepcopy(model.state_dict()); w = 0
        else: w += 1
        if w >= patience: break
    model.load_state_dict(bw)
    return H
